<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Database;

/**
 * Keeps batches out of the buckets while Revive's maintenance moves them: a row that came between its copying and its emptying
 * would be lost. Ends with its connection, whatever happens.
 */
final class MaintenanceLock
{
    public const INTAKE_SECONDS = 2;
    public const MAINTENANCE_SECONDS = 30;

    public function __construct(private readonly Database $database)
    {
    }

    public function take(int $patienceSeconds): bool
    {
        return $this->database->value("SELECT GET_LOCK({$this->name()}, $patienceSeconds)") === '1';
    }

    public function release(): void
    {
        $this->database->value("SELECT RELEASE_LOCK({$this->name()})");
    }

    // Names of locks are the database server's, which may hold several Revives
    private function name(): string
    {
        return "CONCAT('comet.', MD5(CONCAT(DATABASE(), " . $this->database->text($this->database->table('comet_batches')) . ')))';
    }
}
