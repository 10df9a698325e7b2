<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** The creatives, as delivery renders them, read one after the other. */
final class Creatives
{
    private const MOST_REASONS = 100;

    /** @var array<int, true> */
    public array $written = [];

    /** @var list<array<string, mixed>> what the feed cannot express, for the person who looks for it */
    public array $leftOut = [];

    public function __construct(
        private readonly Database $database,
        private readonly Place $place,
        private readonly Campaigns $campaigns,
        private readonly Zones $zones,
        private readonly Links $links,
    ) {
    }

    /** @return \Generator<int, array<string, mixed>> */
    public function items(): \Generator
    {
        $rules = Rules::ofCreatives($this->database);
        foreach (
            $this->database->rows("SELECT bannerid, campaignid, contenttype, storagetype, filename, imageurl, htmlcache, width, height,
                    weight, target, url, alt, bannertext, description, block, capping, session_capping, prepend, append, status, ext_bannertype
                FROM {$this->database->table('banners')} ORDER BY bannerid") as $row
        ) {
            $campaign = (int) $row['campaignid'];
            if (!isset($this->campaigns->advertiserOf[$campaign])) {
                continue;
            }
            $id = (int) $row['bannerid'];
            $creative = Creative::of($row, $this->surroundings($id, $campaign), $this->place);
            if (is_string($creative)) {
                $this->leaveOut($id, $creative);
                continue;
            }
            $this->written[$id] = true;
            if ($this->campaigns->showCapped[$campaign]) {
                $creative['showCapped'] = true;
            }
            if (isset($rules[$id])) {
                $creative['rules'] = json_decode($rules[$id]);
            }
            yield $creative;
        }
    }

    /** What the creative's zones put around it and say to its macros, where they all say the same. */
    private function surroundings(int $creative, int $campaign): Surroundings
    {
        $around = $websites = [];
        foreach ($this->links->zonesOf($creative) as $zone) {
            $around[$this->zones->aroundOf[$zone]] = true;
            $websites[$this->zones->websiteOf[$zone]] = true;
        }
        if (count($around) > 1) {
            $this->leaveOut($creative, 'what its zones put before and after it, since they differ');
        }
        [$before, $after] = $this->zones->around[count($around) === 1 ? array_key_first($around) : 0];

        return new Surroundings(
            $before,
            $after,
            count($websites) === 1 ? (string) array_key_first($websites) : '',
            $this->campaigns->advertiserOf[$campaign],
        );
    }

    private function leaveOut(int $creative, string $reason): void
    {
        if (count($this->leftOut) < self::MOST_REASONS) {
            $this->leftOut[] = ['creative' => $creative, 'reason' => $reason];
        }
    }
}
