<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Database;

/** Which of a batch's zones and creatives Revive has. */
final class Known
{
    /**
     * @param array<string, true> $zones
     * @param array<string, true> $creatives
     */
    public function __construct(private readonly array $zones, private readonly array $creatives)
    {
    }

    public static function read(Database $database, Batch $batch): self
    {
        return new self(
            self::which($database, 'zones', 'zoneid', array_map(static fn (Row $row): string => $row->zone, $batch->rows)),
            self::which($database, 'banners', 'bannerid', array_map(static fn (Row $row): string => $row->creative, $batch->rows)),
        );
    }

    public function refusal(Row $row): ?string
    {
        return match (true) {
            !isset($this->zones[$row->zone]) => 'unknown_zone',
            !isset($this->creatives[$row->creative]) => 'unknown_creative',
            default => null,
        };
    }

    /**
     * @param list<string> $ids
     * @return array<string, true>
     */
    private static function which(Database $database, string $table, string $key, array $ids): array
    {
        $ids = array_filter(array_unique($ids), static fn (string $id): bool => preg_match('~^[1-9]\d{0,9}$~D', $id) === 1);
        if ($ids === []) {
            return [];
        }
        $found = $database->all("SELECT $key FROM {$database->table($table)} WHERE $key IN (" . implode(',', $ids) . ')');

        return array_fill_keys(array_map('strval', array_column($found, $key)), true);
    }
}
