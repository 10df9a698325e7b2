<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

/** What one creative had in one zone in one hour. */
final class Row
{
    /** @param int $hour Unix time of its start */
    public function __construct(
        public readonly int $hour,
        public readonly string $zone,
        public readonly string $creative,
        public readonly int $impressions,
        public readonly int $clicks,
    ) {
    }
}
