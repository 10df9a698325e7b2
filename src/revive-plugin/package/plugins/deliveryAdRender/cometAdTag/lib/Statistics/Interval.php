<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Database;

/**
 * In which interval of the buckets an hour is still counted. Maintenance goes on where it ended the last time and never looks back:
 * rows of an interval that it has passed would stay in the bucket for good. They go into the first interval that it has not.
 */
final class Interval
{
    private const RUN_OF_INTERVALS = 0;
    private const RUN_OF_BOTH = 2;

    /** @param int|null $firstOpen Unix time */
    private function __construct(private readonly ?int $firstOpen)
    {
    }

    /** @param string|null $takenTo the UTC second up to which maintenance has taken the buckets in; null if it never ran */
    public static function after(?string $takenTo): self
    {
        $taken = $takenTo === null ? false : strtotime("$takenTo UTC");

        return new self($taken === false ? null : $taken + 1);
    }

    public static function read(Database $database): self
    {
        return self::after($database->value('SELECT MAX(updated_to) FROM ' . $database->table('log_maintenance_statistics')
            . ' WHERE adserver_run_type IN (' . self::RUN_OF_INTERVALS . ', ' . self::RUN_OF_BOTH . ')'));
    }

    /** @param int $hour Unix time */
    public function of(int $hour): string
    {
        return gmdate('Y-m-d H:i:s', max($hour, $this->firstOpen ?? $hour));
    }
}
