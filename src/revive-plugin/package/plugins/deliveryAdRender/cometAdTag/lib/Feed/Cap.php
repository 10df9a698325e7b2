<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** How often one viewer may see a zone, campaign or creative. */
final class Cap
{
    /**
     * @param array<string, string|null> $row with the columns capping, session_capping and block
     * @return array<string, int>|null
     */
    public static function of(array $row): ?array
    {
        $cap = array_filter([
            'total' => max(0, (int) $row['capping']),
            'session' => max(0, (int) $row['session_capping']),
            'seconds' => max(0, (int) $row['block']),
        ]);

        return $cap === [] ? null : $cap;
    }
}
