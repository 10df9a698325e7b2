<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** The websites and the origins of their pages. */
final class Websites
{
    /** @return list<array<string, mixed>> */
    public static function read(Database $database): array
    {
        return array_map(static fn (array $row): array => [
            'id' => (int) $row['affiliateid'],
            'name' => (string) $row['name'],
            'origins' => self::origins((string) $row['website']),
        ], $database->all("SELECT affiliateid, name, website FROM {$database->table('affiliates')} ORDER BY affiliateid"));
    }

    /**
     * Revive never minded whether a website was entered with http or https, with www. or without: its pages are let in either way.
     *
     * @return list<string>
     */
    public static function origins(string $website): array
    {
        $website = trim($website);
        if (!preg_match('~^https?://~i', $website)) {
            $website = "http://$website";
        }
        if (!preg_match('~^https?://(?:[^\s/?#@]*@)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(?=[/?#]|$)~i', $website, $found)) {
            return [];
        }
        $host = strtolower($found[1]);
        $port = $found[2] ?? '';
        if ((int) substr($port, 1) > 65535 || trim($host, '.-') === '') {
            return [];
        }
        $origins = [];
        foreach (self::hosts($host) as $each) {
            array_push($origins, "https://$each$port", "http://$each$port");
        }

        return $origins;
    }

    /** @return list<string> */
    private static function hosts(string $host): array
    {
        $hasName = preg_match('~^[0-9.]+$|^\[~', $host) !== 1 && str_contains($host, '.');
        if (!$hasName) {
            return [$host];
        }

        return [$host, str_starts_with($host, 'www.') ? substr($host, 4) : "www.$host"];
    }
}
