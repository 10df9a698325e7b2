<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** One campaign of the feed, from its row. */
final class Campaign
{
    private const ECPM = -2;

    /**
     * @param array<string, string|null> $row
     * @param array{impressions: int, clicks: int}|null $delivered
     * @return array<string, mixed>|null null for a priority that only Revive's own services know
     */
    public static function of(array $row, ?array $delivered, int $now): ?array
    {
        $tier = self::tier((int) $row['priority']);
        if ($tier === null) {
            return null;
        }
        $start = self::time($row['activate_time']);
        $end = self::time($row['expire_time']);
        $daily = (int) $row['target_impression'];

        return [
            'id' => (int) $row['campaignid'],
            'advertiser' => (string) $row['clientname'],
            'name' => (string) $row['campaignname'],
            'tier' => $tier,
            ...($tier === 'contract' ? ['priority' => (int) $row['priority']] : []),
            'weight' => max(0, (int) $row['weight']),
            'status' => self::status((int) $row['status'], $start, $end, $now),
            ...array_filter([
                'start' => $start === null || ($end !== null && $end < $start) ? null : self::timestamp($start),
                // Revive's end is the last second of the flight, the feed's is the first after it
                'end' => $end === null ? null : self::timestamp($end + 1),
                'booked' => self::goals(['impressions' => (int) $row['views'], 'clicks' => (int) $row['clicks']]),
                'daily' => self::goals(['impressions' => $daily]),
                'delivered' => $delivered,
                'cap' => Cap::of($row),
                'showCapped' => !empty($row['show_capped_no_cookie']) ?: null,
                'ecpm' => self::ecpm($row),
                'companion' => !empty($row['companion']) ?: null,
                'exclusive' => !empty($row['advertiser_limitation']) ?: null,
            ], static fn (mixed $value): bool => $value !== null),
        ];
    }

    private static function tier(int $priority): ?string
    {
        return match (true) {
            $priority === -1 => 'override',
            $priority === 0 => 'remnant',
            $priority === self::ECPM => 'ecpm',
            $priority >= 1 && $priority <= 10 => 'contract',
            default => null,
        };
    }

    /** Revive begins and ends campaigns in its hourly maintenance; here they begin and end on time. */
    private static function status(int $status, ?int $start, ?int $end, int $now): string
    {
        $status = Status::of($status);
        if ($end !== null && $end < $now && ($status === 'running' || $status === 'awaiting')) {
            return 'expired';
        }

        return match (true) {
            $status === 'awaiting' && ($start === null || $start <= $now) => 'running',
            $status === 'running' && $start !== null && $start > $now => 'awaiting',
            default => $status,
        };
    }

    /** Unix time of a UTC column; null for none. */
    private static function time(?string $utc): ?int
    {
        $time = $utc === null || str_starts_with($utc, '0000') ? false : strtotime("$utc UTC");

        return $time === false ? null : $time;
    }

    private static function timestamp(int $time): string
    {
        return gmdate('Y-m-d\TH:i:s\Z', $time);
    }

    /**
     * @param array<string, int> $goals
     * @return array<string, int>|null
     */
    private static function goals(array $goals): ?array
    {
        $goals = array_filter($goals, static fn (int $goal): bool => $goal > 0);

        return $goals === [] ? null : $goals;
    }

    /** @param array<string, string|null> $row */
    private static function ecpm(array $row): ?float
    {
        $counts = (int) $row['priority'] === self::ECPM || !empty($row['ecpm_enabled']);

        return $counts && $row['ecpm'] !== null ? max(0.0, (float) $row['ecpm']) : null;
    }
}
