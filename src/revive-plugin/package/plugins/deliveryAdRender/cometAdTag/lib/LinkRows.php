<?php

declare(strict_types=1);

namespace CometAdTag;

/** The links of a zone or of all zones, with the state of their banners and campaigns. */
final class LinkRows
{
    /** @return list<array<string, string|null>> */
    public static function read(Database $database, int $zone): array
    {
        return $database->all("SELECT l.zone_id, b.bannerid, b.campaignid, l.priority, b.status AS banner_status, c.status AS campaign_status
            FROM {$database->table('ad_zone_assoc')} l
            JOIN {$database->table('banners')} b ON b.bannerid = l.ad_id
            JOIN {$database->table('campaigns')} c ON c.campaignid = b.campaignid
            WHERE l.zone_id " . ($zone === 0 ? '> 0' : "= $zone") . ' ORDER BY l.zone_id, b.campaignid, b.bannerid');
    }
}
