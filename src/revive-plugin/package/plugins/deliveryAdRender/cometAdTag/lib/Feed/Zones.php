<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** The banner zones. Zones for text, newsletters, video, layers and popups are none that a comet tag can fill. */
final class Zones
{
    private const BANNER = 0;
    private const ZONE_CHAIN = '~^zone:(\d+)$~';

    /** @var list<array<string, mixed>> */
    public array $items = [];

    /** @var array<int, int> what is put around every creative of a zone, as a place in $around */
    public array $aroundOf = [];

    /** @var list<array{string, string}> */
    public array $around = [['', '']];

    /** @var array<int, int> the website of a zone */
    public array $websiteOf = [];

    /** @var array<int, true> zones whose manager is switched off: nothing is shown there */
    public array $silent = [];

    public static function read(Database $database, Preferences $preferences, Place $place): self
    {
        $zones = new self();
        $rows = $database->all("SELECT z.zoneid, z.affiliateid, z.zonename, z.width, z.height, z.chain, z.prepend, z.append,
                z.block, z.capping, z.session_capping, a.account_id AS website_account, m.account_id AS manager_account,
                m.status AS manager_status, r.refresh_seconds
            FROM {$database->table('zones')} z
            JOIN {$database->table('affiliates')} a ON a.affiliateid = z.affiliateid
            JOIN {$database->table('agency')} m ON m.agencyid = a.agencyid
            LEFT JOIN {$database->table('comet_zones')} r ON r.zoneid = z.zoneid
            WHERE z.delivery = " . self::BANNER . ' ORDER BY z.zoneid');
        $rows = array_filter($rows, static fn (array $row): bool => self::isSide((int) $row['width']) && self::isSide((int) $row['height']));
        $known = array_fill_keys(array_column($rows, 'zoneid'), true);
        foreach ($rows as $row) {
            $zones->add($row, $known, $preferences, $place);
        }

        return $zones;
    }

    private static function isSide(int $side): bool
    {
        return $side === -1 || ($side > 0 && $side <= 10000);
    }

    /** @param array<string, string|null> $row */
    private function add(array $row, array $known, Preferences $preferences, Place $place): void
    {
        $id = (int) $row['zoneid'];
        $this->websiteOf[$id] = (int) $row['affiliateid'];
        $this->aroundOf[$id] = $this->aroundIndex((string) $row['prepend'], (string) $row['append']);
        if ((int) $row['manager_status'] > 0) {
            $this->silent[$id] = true;
        }
        $chain = preg_match(self::ZONE_CHAIN, (string) $row['chain'], $found) === 1 && isset($known[$found[1]]) ? (int) $found[1] : null;
        $fallback = self::fallback($row, $preferences, $place);
        $this->items[] = [
            'id' => $id,
            'website' => (int) $row['affiliateid'],
            'name' => (string) $row['zonename'],
            'width' => (int) $row['width'],
            'height' => (int) $row['height'],
            ...array_filter([
                'chain' => isset($this->silent[$id]) ? null : $chain,
                'cap' => Cap::of($row),
                'fallback' => $fallback === '' || strlen($fallback) > CreativeHtml::LARGEST ? null : ['html' => $fallback],
                'refresh' => $row['refresh_seconds'] === null ? null : ['interval' => (int) $row['refresh_seconds']],
            ], static fn (mixed $value): bool => $value !== null),
        ];
    }

    private function aroundIndex(string $before, string $after): int
    {
        $place = array_search([$before, $after], $this->around, true);
        if ($place === false) {
            $this->around[] = [$before, $after];
            $place = count($this->around) - 1;
        }

        return $place;
    }

    /** @param array<string, string|null> $row */
    private static function fallback(array $row, Preferences $preferences, Place $place): string
    {
        if ((int) $row['manager_status'] > 0) {
            return (int) $row['manager_status'] === 1 ? $place->suspendedHtml : $place->inactiveHtml;
        }
        [$image, $destination] = $preferences->defaultBanner((int) $row['website_account'], (int) $row['manager_account']);
        $image = FeedUrl::of($image !== '' ? $image : $place->defaultImage);
        if ($image === null) {
            return '';
        }
        $picture = '<img src="' . CreativeHtml::attribute($image) . '" alt="" style="border:0">';
        $destination = FeedUrl::of($destination);

        return $destination === null
            ? $picture
            : '<a href="' . CreativeHtml::attribute($destination) . '" target="_blank" rel="noopener">' . $picture . '</a>';
    }
}
