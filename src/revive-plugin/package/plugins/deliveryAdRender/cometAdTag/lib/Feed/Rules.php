<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;
use CometAdTag\Json;

/** Delivery rules, of creatives and of the named sets that Revive calls delivery rule sets. */
final class Rules
{
    private const PREFIX = 'deliveryLimitations:';

    /** @return \Generator<int, array<string, mixed>> */
    public static function channels(Database $database): \Generator
    {
        $rules = self::byOwner($database, 'acls_channel', 'channelid');
        foreach ($database->rows("SELECT channelid FROM {$database->table('channel')} ORDER BY channelid") as $row) {
            yield ['id' => (int) $row['channelid'], 'rules' => json_decode($rules[(int) $row['channelid']] ?? '[]')];
        }
    }

    /** @return array<int, string> the rules of each creative that has some, as JSON: a third of the memory */
    public static function ofCreatives(Database $database): array
    {
        return self::byOwner($database, 'acls', 'bannerid');
    }

    /** @return array<int, string> */
    private static function byOwner(Database $database, string $table, string $owner): array
    {
        $encoded = $rules = [];
        $last = null;
        foreach (
            $database->rows("SELECT $owner AS owner, logical, type, comparison, data FROM {$database->table($table)}
                ORDER BY $owner, executionorder") as $row
        ) {
            if ($last !== null && $last !== (int) $row['owner']) {
                $encoded[$last] = Json::encode($rules);
                $rules = [];
            }
            $last = (int) $row['owner'];
            $rules[] = self::rule($row);
        }
        if ($last !== null) {
            $encoded[$last] = Json::encode($rules);
        }

        return $encoded;
    }

    /**
     * @param array<string, string|null> $row
     * @return array<string, string>
     */
    public static function rule(array $row): array
    {
        $type = (string) $row['type'];

        return [
            'logical' => strtolower(trim((string) $row['logical'])) === 'or' ? 'or' : 'and',
            'type' => str_starts_with($type, self::PREFIX) ? substr($type, strlen(self::PREFIX)) : ($type === '' ? 'unknown' : $type),
            'comparison' => trim((string) $row['comparison']) === '' ? '==' : trim((string) $row['comparison']),
            'data' => (string) $row['data'],
        ];
    }
}
