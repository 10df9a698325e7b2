<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** The campaigns. */
final class Campaigns
{
    /** @var list<array<string, mixed>> */
    public array $items = [];

    /** @var array<int, bool> whether a campaign is shown to viewers whose history is not known */
    public array $showCapped = [];

    /** @var array<int, int> the advertiser of a campaign */
    public array $advertiserOf = [];

    public static function read(Database $database, Place $place): self
    {
        $campaigns = new self();
        $delivered = Delivered::read($database);
        foreach (
            $database->rows("SELECT c.campaignid, c.campaignname, c.clientid, c.views, c.clicks, c.priority, c.weight,
                    c.target_impression, c.companion, c.block, c.capping, c.session_capping, c.status, c.ecpm, c.ecpm_enabled,
                    c.activate_time, c.expire_time, c.show_capped_no_cookie, a.clientname, a.advertiser_limitation
                FROM {$database->table('campaigns')} c
                LEFT JOIN {$database->table('clients')} a ON a.clientid = c.clientid ORDER BY c.campaignid") as $row
        ) {
            $id = (int) $row['campaignid'];
            $campaign = Campaign::of($row, $delivered[$id] ?? null, $place->now);
            if ($campaign !== null) {
                $campaigns->items[] = $campaign;
                $campaigns->showCapped[$id] = !empty($row['show_capped_no_cookie']);
                $campaigns->advertiserOf[$id] = (int) $row['clientid'];
            }
        }

        return $campaigns;
    }
}
