<?php

declare(strict_types=1);

use CometAdTag\Database;
use CometAdTag\Schema;

/** The tables of Revive that the plugin reads and writes, in the MariaDB that run.sh starts. */
final class TestDatabase
{
    private const TABLES = [
        'agency' => 'agencyid INT PRIMARY KEY, account_id INT, status INT DEFAULT 0, updated DATETIME',
        'affiliates' => 'affiliateid INT PRIMARY KEY, agencyid INT, name VARCHAR(255), website VARCHAR(255), account_id INT, updated DATETIME',
        'clients' => 'clientid INT PRIMARY KEY, clientname VARCHAR(255), advertiser_limitation INT DEFAULT 0, updated DATETIME',
        'zones' => "zoneid INT PRIMARY KEY, affiliateid INT, zonename VARCHAR(245), delivery INT DEFAULT 0, width INT, height INT,
            chain TEXT, prepend TEXT, append TEXT, block INT DEFAULT 0, capping INT DEFAULT 0, session_capping INT DEFAULT 0, updated DATETIME",
        'campaigns' => 'campaignid INT PRIMARY KEY, campaignname VARCHAR(255), clientid INT, views INT DEFAULT -1, clicks INT DEFAULT -1,
            priority INT DEFAULT 0, weight INT DEFAULT 1, target_impression INT DEFAULT 0, companion INT DEFAULT 0, block INT DEFAULT 0,
            capping INT DEFAULT 0, session_capping INT DEFAULT 0, status INT DEFAULT 0, ecpm DECIMAL(10,4), ecpm_enabled INT DEFAULT 0,
            activate_time DATETIME, expire_time DATETIME, show_capped_no_cookie INT DEFAULT 0, updated DATETIME',
        'banners' => "bannerid INT PRIMARY KEY, campaignid INT, contenttype VARCHAR(8) DEFAULT '', storagetype VARCHAR(16) DEFAULT 'html',
            filename VARCHAR(255) DEFAULT '', imageurl VARCHAR(255) DEFAULT '', htmltemplate MEDIUMTEXT, htmlcache MEDIUMTEXT, width INT DEFAULT 300,
            height INT DEFAULT 250, weight INT DEFAULT 1, target VARCHAR(16) DEFAULT '', url TEXT, alt VARCHAR(255) DEFAULT '', bannertext TEXT,
            description VARCHAR(255) DEFAULT '', block INT DEFAULT 0, capping INT DEFAULT 0, session_capping INT DEFAULT 0, prepend TEXT,
            append TEXT, status INT DEFAULT 0, ext_bannertype VARCHAR(255), updated DATETIME, acls_updated DATETIME",
        'ad_zone_assoc' => 'ad_zone_assoc_id INT AUTO_INCREMENT PRIMARY KEY, zone_id INT, ad_id INT, priority DOUBLE DEFAULT 0',
        'placement_zone_assoc' => 'placement_zone_assoc_id INT AUTO_INCREMENT PRIMARY KEY, zone_id INT, placement_id INT',
        'acls' => 'bannerid INT, executionorder INT, logical VARCHAR(3), type VARCHAR(255), comparison CHAR(2), data TEXT, PRIMARY KEY (bannerid, executionorder)',
        'acls_channel' => 'channelid INT, executionorder INT, logical VARCHAR(3), type VARCHAR(255), comparison CHAR(2), data TEXT, PRIMARY KEY (channelid, executionorder)',
        'channel' => 'channelid INT PRIMARY KEY, updated DATETIME, acls_updated DATETIME',
        'audit' => "auditid INT AUTO_INCREMENT PRIMARY KEY, context VARCHAR(200) DEFAULT 'banners'",
        'accounts' => 'account_id INT PRIMARY KEY, account_type VARCHAR(16)',
        'preferences' => 'preference_id INT PRIMARY KEY, preference_name VARCHAR(64)',
        'account_preference_assoc' => 'account_id INT, preference_id INT, value TEXT',
        'data_intermediate_ad' => 'interval_start DATETIME, ad_id INT, zone_id INT, impressions INT, clicks INT, KEY (interval_start), KEY (ad_id)',
        'data_summary_ad_hourly' => 'date_time DATETIME, ad_id INT, zone_id INT, impressions INT, clicks INT, KEY (date_time)',
        'log_maintenance_statistics' => 'adserver_run_type INT, updated_to DATETIME',
        'data_bkt_m' => 'interval_start DATETIME, creative_id MEDIUMINT, zone_id MEDIUMINT, count INT, PRIMARY KEY (interval_start, creative_id, zone_id)',
        'data_bkt_c' => 'interval_start DATETIME, creative_id MEDIUMINT, zone_id MEDIUMINT, count INT, PRIMARY KEY (interval_start, creative_id, zone_id)',
    ];

    /** Empty tables. */
    public static function fresh(): Database
    {
        $conf = $GLOBALS['_MAX']['CONF'];
        $server = new mysqli(null, 'root', '', '', 0, $conf['database']['socket']);
        $server->query('CREATE DATABASE IF NOT EXISTS comet_test');
        $database = Database::open();
        Schema::drop($database);
        Schema::create($database);
        foreach (self::TABLES as $name => $columns) {
            $database->execute("DROP TABLE IF EXISTS {$database->table($name)}");
            $database->execute("CREATE TABLE {$database->table($name)} ($columns) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
        }

        return $database;
    }

    /** A website with two zones, a campaign and a creative that is linked to the first. */
    public static function withOneOfEach(): Database
    {
        $database = self::fresh();
        self::insert($database, 'accounts', ['account_id' => 1, 'account_type' => 'ADMIN']);
        self::insert($database, 'preferences', ['preference_id' => 1, 'preference_name' => 'timezone']);
        self::insert($database, 'account_preference_assoc', ['account_id' => 2, 'preference_id' => 1, 'value' => 'Europe/Paris']);
        self::insert($database, 'agency', ['agencyid' => 1, 'account_id' => 2]);
        self::insert($database, 'affiliates', ['affiliateid' => 1, 'agencyid' => 1, 'name' => 'News', 'website' => 'http://news.example', 'account_id' => 3]);
        self::insert($database, 'zones', ['zoneid' => 1, 'affiliateid' => 1, 'zonename' => 'Top', 'width' => 300, 'height' => 250, 'chain' => 'zone:2']);
        self::insert($database, 'zones', ['zoneid' => 2, 'affiliateid' => 1, 'zonename' => 'Any', 'width' => -1, 'height' => -1]);
        self::insert($database, 'clients', ['clientid' => 1, 'clientname' => 'Acme']);
        self::insert($database, 'campaigns', ['campaignid' => 1, 'campaignname' => 'Spring', 'clientid' => 1]);
        self::insert($database, 'banners', ['bannerid' => 5, 'campaignid' => 1, 'description' => 'Tulips', 'htmlcache' => '<b>tulips</b>']);
        self::insert($database, 'ad_zone_assoc', ['zone_id' => 1, 'ad_id' => 5]);

        return $database;
    }

    /** @param array<string, mixed> $row */
    public static function insert(Database $database, string $table, array $row): void
    {
        $values = array_map(static fn (mixed $value): string => $value === null ? 'NULL' : $database->text((string) $value), $row);
        $database->execute("INSERT INTO {$database->table($table)} (" . implode(',', array_keys($row)) . ') VALUES (' . implode(',', $values) . ')');
    }
}
