<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Database;

/** A batch is counted whole and once only where its tables take part in one transaction: in InnoDB, as Revive installs them. */
final class Engines
{
    private const TABLES = [...Intake::BUCKETS, 'comet_batches'];

    /** What is in the way, with the statement that clears it; null if nothing is. */
    public static function problem(Database $database): ?string
    {
        $names = array_map(static fn (string $name): string => trim($database->table($name), '`'), self::TABLES);
        $listed = implode(', ', array_map($database->text(...), $names));
        $engines = array_column($database->all("SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN ($listed)"), 'engine', 'name');
        foreach ($names as $name) {
            $engine = $engines[$name] ?? null;
            if ($engine === null) {
                return "The table $name is missing.";
            }
            if (strtolower($engine) !== 'innodb') {
                return "The table $name is $engine, which cannot count a batch in one piece. Run: ALTER TABLE $name ENGINE=InnoDB";
            }
        }

        return null;
    }
}
