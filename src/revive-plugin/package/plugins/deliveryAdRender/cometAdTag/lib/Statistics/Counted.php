<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Database;

/**
 * What Revive has counted, by hour and campaign: the hours that its maintenance has taken in as its own reports show them, and those
 * since then from the buckets. Read it at one moment: maintenance copies an interval in one statement and empties the bucket in the next.
 */
final class Counted
{
    public const MOST_HOURS = 7 * 24;
    public const MOST_ROWS = 200000;

    private const RUN_OF_HOURS = 1;
    private const RUN_OF_BOTH = 2;
    private const BUCKETS = ['data_bkt_m' => 'impressions', 'data_bkt_c' => 'clicks'];

    public function __construct(private readonly Database $database)
    {
    }

    /**
     * @param int $from Unix time of the first hour
     * @param int $to of the first hour that is not wanted any more
     * @return \Generator<int, array{hour: string, campaign: string, impressions: int, clicks: int}> in the order of the hours
     */
    public function read(int $from, int $to): \Generator
    {
        $open = min($to, max($from, $this->firstOpen() ?? $from));
        yield from $this->taken($from, $open);
        yield from $this->live($open, $to);
    }

    /** The first hour that maintenance has not taken in; null if it never ran. */
    private function firstOpen(): ?int
    {
        $taken = $this->database->value("SELECT MAX(updated_to) FROM {$this->database->table('log_maintenance_statistics')}
            WHERE adserver_run_type IN (" . self::RUN_OF_HOURS . ', ' . self::RUN_OF_BOTH . ')');
        $time = $taken === null ? false : strtotime("$taken UTC");

        return $time === false ? null : $time + 1;
    }

    private function taken(int $from, int $to): \Generator
    {
        $rows = $from >= $to ? [] : $this->database->rows("SELECT s.date_time AS hour, b.campaignid AS campaign,
                SUM(s.impressions) AS impressions, SUM(s.clicks) AS clicks
            FROM {$this->database->table('data_summary_ad_hourly')} s JOIN {$this->database->table('banners')} b ON b.bannerid = s.ad_id
            WHERE {$this->between('s.date_time', $from, $to)} GROUP BY s.date_time, b.campaignid ORDER BY s.date_time, b.campaignid");
        foreach ($rows as $row) {
            yield self::row($row['hour'], $row['campaign'], (int) $row['impressions'], (int) $row['clicks']);
        }
    }

    private function live(int $from, int $to): \Generator
    {
        if ($from >= $to) {
            return;
        }
        $counts = [];
        $taken = $this->database->table('data_intermediate_ad');
        $banners = $this->database->table('banners');
        $this->add($counts, "SELECT d.interval_start AS begins, b.campaignid AS campaign, SUM(d.impressions) AS impressions, SUM(d.clicks) AS clicks
            FROM $taken d JOIN $banners b ON b.bannerid = d.ad_id
            WHERE {$this->between('d.interval_start', $from, $to)} GROUP BY d.interval_start, b.campaignid");
        foreach (self::BUCKETS as $bucket => $what) {
            $this->add($counts, "SELECT k.interval_start AS begins, b.campaignid AS campaign, SUM(k.count) AS $what
                FROM {$this->database->table($bucket)} k JOIN $banners b ON b.bannerid = k.creative_id
                WHERE {$this->between('k.interval_start', $from, $to)}
                    AND NOT EXISTS (SELECT 1 FROM $taken t WHERE t.interval_start = k.interval_start) GROUP BY k.interval_start, b.campaignid");
        }
        ksort($counts);
        foreach ($counts as $hour => $campaigns) {
            ksort($campaigns);
            foreach ($campaigns as $campaign => [$impressions, $clicks]) {
                yield self::row($hour, (string) $campaign, $impressions, $clicks);
            }
        }
    }

    /** @param array<string, array<int, array{int, int}>> $counts by hour and campaign */
    private function add(array &$counts, string $sql): void
    {
        foreach ($this->database->rows($sql) as $row) {
            // Intervals can be shorter than an hour
            $count = &$counts[substr($row['begins'], 0, 13) . ':00:00'][(int) $row['campaign']];
            $count = [($count[0] ?? 0) + (int) ($row['impressions'] ?? 0), ($count[1] ?? 0) + (int) ($row['clicks'] ?? 0)];
            unset($count);
        }
    }

    private function between(string $column, int $from, int $to): string
    {
        return "$column >= " . Hour::sql($from) . " AND $column < " . Hour::sql($to);
    }

    /** @return array{hour: string, campaign: string, impressions: int, clicks: int} */
    private static function row(string $hour, string $campaign, int $impressions, int $clicks): array
    {
        return ['hour' => substr($hour, 0, 10) . 'T' . substr($hour, 11, 2) . ':00:00Z', 'campaign' => $campaign, 'impressions' => $impressions, 'clicks' => $clicks];
    }
}
