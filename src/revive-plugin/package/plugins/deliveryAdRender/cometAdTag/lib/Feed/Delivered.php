<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/**
 * What each campaign with a goal, and not yet over, has delivered: the hours that maintenance has taken in, and the live buckets. Maintenance copies an
 * interval in one statement and empties the bucket in the next: between them, a bucket of a copied interval is not counted again.
 */
final class Delivered
{
    private const BUCKETS = ['data_bkt_m' => 'impressions', 'data_bkt_c' => 'clicks'];

    /** @return array<int, array{impressions: int, clicks: int}> by campaign */
    public static function read(Database $database): array
    {
        $delivered = [];
        $hasGoal = "JOIN {$database->table('campaigns')} c ON c.campaignid = b.campaignid
            AND c.status <> " . Status::EXPIRED . ' AND (c.views > 0 OR c.clicks > 0 OR c.target_impression > 0)';
        $banners = $database->table('banners');
        $taken = $database->table('data_intermediate_ad');
        $rows = $database->rows("SELECT b.campaignid, SUM(d.impressions) AS impressions, SUM(d.clicks) AS clicks
            FROM $banners b $hasGoal JOIN $taken d ON d.ad_id = b.bannerid GROUP BY b.campaignid");
        foreach ($rows as $row) {
            $delivered[(int) $row['campaignid']] = ['impressions' => (int) $row['impressions'], 'clicks' => (int) $row['clicks']];
        }
        foreach (self::BUCKETS as $bucket => $what) {
            $live = $database->rows("SELECT b.campaignid, SUM(k.count) AS counted FROM {$database->table($bucket)} k
                JOIN $banners b ON b.bannerid = k.creative_id $hasGoal
                WHERE NOT EXISTS (SELECT 1 FROM $taken t WHERE t.interval_start = k.interval_start) GROUP BY b.campaignid");
            foreach ($live as $row) {
                $campaign = (int) $row['campaignid'];
                $delivered[$campaign] ??= ['impressions' => 0, 'clicks' => 0];
                $delivered[$campaign][$what] += (int) $row['counted'];
            }
        }

        return $delivered;
    }
}
