<?php

declare(strict_types=1);

namespace CometAdTag\Tag;

use CometAdTag\Database;
use CometAdTag\Notice\Watch;

/** The refresh interval of a zone, in seconds; the service's default where there is none. */
final class RefreshIntervals
{
    public const SHORTEST = 30;
    public const LONGEST = 86400;

    public function __construct(private readonly Database $database)
    {
    }

    /** What is wrong with what was entered, null if nothing is. Empty stands for the service's default. */
    public static function problem(string $entered): ?string
    {
        $seconds = filter_var($entered, FILTER_VALIDATE_INT, ['options' => ['min_range' => self::SHORTEST, 'max_range' => self::LONGEST]]);

        return $entered === '' || $seconds !== false ? null
            : 'Enter whole seconds from ' . self::SHORTEST . ' to ' . self::LONGEST . ', or nothing. It was not saved.';
    }

    public function of(int $zone): string
    {
        return (string) $this->database->value("SELECT refresh_seconds FROM {$this->database->table('comet_zones')} WHERE zoneid = $zone");
    }

    /** @param list<int> $zones */
    public function keep(array $zones, string $entered): void
    {
        Watch::begin();
        foreach ($zones as $zone) {
            $this->database->execute($entered === ''
                ? "DELETE FROM {$this->database->table('comet_zones')} WHERE zoneid = $zone"
                : "REPLACE INTO {$this->database->table('comet_zones')} (zoneid, refresh_seconds) VALUES ($zone, " . (int) $entered . ')');
        }
    }

    /** A zone's id can come again, its interval must not. */
    public function forgetDeletedZones(): void
    {
        $this->database->execute("DELETE FROM {$this->database->table('comet_zones')}
            WHERE zoneid NOT IN (SELECT zoneid FROM {$this->database->table('zones')})");
    }
}
