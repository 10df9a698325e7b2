<?php

declare(strict_types=1);

namespace CometAdTag\Notice;

use CometAdTag\Database;

/**
 * A few words that differ after anything changed that the feed contains. Revive writes a row of its audit trail for nearly all of it;
 * links that are made in bulk and the plugin's own intervals are not in it, and it can be switched off.
 */
final class Fingerprint
{
    private const COUNTED = ['ad_zone_assoc' => 'ad_zone_assoc_id', 'placement_zone_assoc' => 'placement_zone_assoc_id'];
    private const DATED = ['campaigns', 'banners', 'zones', 'clients', 'affiliates', 'agency', 'channel'];
    private const BESIDE = ['users', 'account_user_assoc', 'account_user_permission_assoc', 'trackers', 'campaigns_trackers', 'variables'];
    private const RULES = ['acls', 'acls_channel'];

    public static function of(Database $database): string
    {
        $parts = [];
        foreach (self::COUNTED as $table => $key) {
            $parts[] = "(SELECT CONCAT(COUNT(*), '/', COALESCE(MAX($key), 0)) FROM {$database->table($table)})";
        }
        $parts[] = "(SELECT CONCAT(COUNT(*), '/', COALESCE(BIT_XOR(CRC32(CONCAT(zoneid, ' ', refresh_seconds))), 0)) FROM {$database->table('comet_zones')})";
        array_push($parts, ...(self::hasAudit() ? [self::audit($database)] : self::contents($database)));

        return (string) $database->value("SELECT CONCAT_WS(' ', " . implode(', ', $parts) . ')');
    }

    private static function hasAudit(): bool
    {
        return !empty($GLOBALS['_MAX']['CONF']['audit']['enabled']);
    }

    private static function audit(Database $database): string
    {
        // From the end, where the last row of another kind is near: logging on is audited too
        return "(SELECT auditid FROM {$database->table('audit')} WHERE context NOT IN ('" . implode("', '", self::BESIDE) . "')
            ORDER BY auditid DESC LIMIT 1)";
    }

    /**
     * The times of saving have whole seconds, and two saves can share one: with their own columns they differ.
     *
     * @return list<string>
     */
    private static function contents(Database $database): array
    {
        $columns = [
            'campaigns' => 'campaignid, status, priority, weight, views, clicks, capping, session_capping, block, activate_time, expire_time, updated',
            'banners' => 'bannerid, campaignid, status, weight, width, height, url, filename, imageurl, MD5(htmltemplate), updated, acls_updated',
            'zones' => 'zoneid, affiliateid, width, height, chain, capping, session_capping, block, MD5(CONCAT(prepend, append)), updated',
            'clients' => 'clientid, advertiser_limitation, updated',
            'affiliates' => 'affiliateid, website, name, updated',
            'agency' => 'agencyid, status, updated',
            'channel' => 'channelid, updated, acls_updated',
            'acls' => 'bannerid, executionorder, logical, type, comparison, data',
            'acls_channel' => 'channelid, executionorder, logical, type, comparison, data',
        ];
        $parts = [];
        foreach ([...self::DATED, ...self::RULES] as $table) {
            $parts[] = "(SELECT CONCAT(COUNT(*), '/', COALESCE(BIT_XOR(CRC32(CONCAT_WS('|', {$columns[$table]}))), 0)) FROM {$database->table($table)})";
        }

        return $parts;
    }
}
