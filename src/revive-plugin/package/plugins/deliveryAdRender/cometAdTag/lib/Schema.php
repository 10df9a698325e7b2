<?php

declare(strict_types=1);

namespace CometAdTag;

/** The plugin's own tables, always InnoDB: a batch and what it counts are written together or not at all. */
final class Schema
{
    public const TABLES = ['comet_batches', 'comet_zones', 'comet_state'];

    public static function create(Database $database): void
    {
        foreach (self::columns() as $name => $columns) {
            $database->execute("CREATE TABLE IF NOT EXISTS {$database->table($name)} ($columns) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
        }
    }

    public static function drop(Database $database): void
    {
        foreach (self::TABLES as $name) {
            $database->execute("DROP TABLE IF EXISTS {$database->table($name)}");
        }
    }

    /** @return array<string, string> */
    private static function columns(): array
    {
        return [
            'comet_batches' => 'seq BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,'
                . ' batch VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,'
                . ' received DATETIME NOT NULL, answer MEDIUMTEXT NOT NULL,'
                . ' UNIQUE KEY batch (batch), KEY received (received)',
            'comet_zones' => 'zoneid INT NOT NULL PRIMARY KEY, refresh_seconds INT UNSIGNED NOT NULL',
            'comet_state' => 'name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, value TEXT NOT NULL',
        ];
    }
}
