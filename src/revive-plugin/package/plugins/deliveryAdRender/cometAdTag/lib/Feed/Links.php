<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** Which creative may be shown in which zones. */
final class Links
{
    /** @param array<int, array<int, true>> $zonesOf the zones of each creative */
    public function __construct(private readonly array $zonesOf)
    {
    }

    public static function read(Database $database, Zones $zones): self
    {
        $zonesOf = [];
        foreach ($database->rows("SELECT zone_id, ad_id FROM {$database->table('ad_zone_assoc')} WHERE zone_id > 0 ORDER BY zone_id, ad_id") as $row) {
            $zone = (int) $row['zone_id'];
            if (isset($zones->websiteOf[$zone]) && !isset($zones->silent[$zone])) {
                $zonesOf[(int) $row['ad_id']][$zone] = true;
            }
        }

        return new self($zonesOf);
    }

    /** @return list<int> */
    public function zonesOf(int $creative): array
    {
        return array_keys($this->zonesOf[$creative] ?? []);
    }

    /**
     * @param array<int, true> $creatives
     * @return \Generator<int, array<string, int>>
     */
    public function between(array $creatives): \Generator
    {
        foreach ($this->zonesOf as $creative => $zones) {
            if (isset($creatives[$creative])) {
                foreach ($zones as $zone => $_) {
                    yield ['zone' => $zone, 'creative' => $creative];
                }
            }
        }
    }
}
