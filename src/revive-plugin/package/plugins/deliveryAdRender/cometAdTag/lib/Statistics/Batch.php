<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

/** A batch of statistics, checked. */
final class Batch
{
    private const MOST_ROWS = 10000;
    private const MOST = 1_000_000_000;
    // The clocks of two servers differ, by less than this
    private const AHEAD_SECONDS = 3600;

    /** @param list<Row> $rows */
    private function __construct(public readonly string $id, public readonly array $rows)
    {
    }

    public static function read(string $body, int $now): self
    {
        try {
            $batch = json_decode($body, true, 8, JSON_THROW_ON_ERROR);
        } catch (\JsonException $error) {
            throw new BadBatch('The body is no JSON: ' . $error->getMessage() . '.');
        }
        if (!is_array($batch) || ($batch['version'] ?? null) !== 1) {
            throw new BadBatch('version: must be 1.');
        }
        $id = $batch['batch'] ?? null;
        if (!is_string($id) || preg_match('~^[A-Za-z0-9_-]{1,64}$~D', $id) !== 1) {
            throw new BadBatch('batch: must be 1 to 64 of the characters A-Z a-z 0-9 _ -.');
        }
        $rows = $batch['rows'] ?? null;
        if (!is_array($rows) || !array_is_list($rows)) {
            throw new BadBatch('rows: must be a list.');
        }
        if (count($rows) > self::MOST_ROWS) {
            throw new BadBatch('rows: ' . count($rows) . ' are more than ' . self::MOST_ROWS . '.', 413);
        }
        $read = [];
        foreach ($rows as $place => $row) {
            $read[] = self::row($row, "rows[$place]", $now);
        }

        return new self($id, $read);
    }

    private static function row(mixed $row, string $where, int $now): Row
    {
        if (!is_array($row)) {
            throw new BadBatch("$where: must be an object.");
        }
        $hour = Hour::read($row['hour'] ?? null);
        if ($hour === null) {
            throw new BadBatch("$where.hour: must be a full hour in UTC, such as " . Hour::EXAMPLE . '.');
        }
        if ($hour > $now + self::AHEAD_SECONDS) {
            throw new BadBatch("$where.hour: is in the future.");
        }

        return new Row(
            $hour,
            self::id($row, 'zone', $where),
            self::id($row, 'creative', $where),
            self::count($row, 'impressions', $where),
            self::count($row, 'clicks', $where),
        );
    }

    /** @param array<mixed> $row */
    private static function id(array $row, string $name, string $where): string
    {
        $id = $row[$name] ?? null;
        $id = is_int($id) ? (string) $id : $id;
        if (!is_string($id) || strlen($id) < 1 || strlen($id) > 32) {
            throw new BadBatch("$where.$name: must be an id of 1 to 32 characters.");
        }

        return $id;
    }

    /** @param array<mixed> $row */
    private static function count(array $row, string $name, string $where): int
    {
        $count = $row[$name] ?? null;
        if (!is_int($count) || $count < 0 || $count > self::MOST) {
            throw new BadBatch("$where.$name: must be a whole number from 0 to " . self::MOST . '.');
        }

        return $count;
    }
}
