<?php

declare(strict_types=1);

use CometAdTag\Feed\Campaign;
use PHPUnit\Framework\TestCase;

final class CampaignTest extends TestCase
{
    private const NOW = 1_795_363_200; // 2026-11-22 16:00:00 UTC

    public function test_the_priority_says_the_tier(): void
    {
        foreach ([-1 => 'override', 0 => 'remnant', -2 => 'ecpm', 1 => 'contract', 10 => 'contract'] as $priority => $tier) {
            self::assertSame($tier, self::of(['priority' => $priority])['tier']);
        }
        self::assertSame(7, self::of(['priority' => 7])['priority']);
        self::assertArrayNotHasKey('priority', self::of(['priority' => 0]));
        self::assertNull(self::of(['priority' => -3]));
    }

    public function test_an_end_is_the_first_second_after_the_last_one(): void
    {
        $campaign = self::of(['activate_time' => '2026-11-01 23:00:00', 'expire_time' => '2026-12-01 22:59:59']);
        self::assertSame(['2026-11-01T23:00:00Z', '2026-12-01T23:00:00Z'], [$campaign['start'], $campaign['end']]);
    }

    public function test_a_flight_of_zero_dates_is_open_and_a_start_after_the_end_is_left_out(): void
    {
        $open = self::of(['activate_time' => '0000-00-00 00:00:00', 'expire_time' => null]);
        self::assertArrayNotHasKey('start', $open);
        self::assertArrayNotHasKey('end', $open);
        self::assertArrayNotHasKey('start', self::of(['activate_time' => '2027-01-02 00:00:00', 'expire_time' => '2027-01-01 00:00:00']));
    }

    public function test_campaigns_begin_and_end_on_time_and_do_not_wait_for_maintenance(): void
    {
        self::assertSame('running', self::of(['status' => 2, 'activate_time' => '2026-11-22 16:00:00'])['status']);
        self::assertSame('awaiting', self::of(['status' => 2, 'activate_time' => '2026-11-22 16:00:01'])['status']);
        self::assertSame('awaiting', self::of(['status' => 0, 'activate_time' => '2026-11-22 16:00:01'])['status']);
        self::assertSame('expired', self::of(['status' => 0, 'expire_time' => '2026-11-22 15:59:59'])['status']);
        self::assertSame('running', self::of(['status' => 0, 'expire_time' => '2026-11-22 16:00:00'])['status']);
    }

    public function test_what_a_person_or_a_goal_has_stopped_stays_stopped(): void
    {
        foreach ([1 => 'paused', 3 => 'expired', 4 => 'inactive'] as $status => $word) {
            self::assertSame($word, self::of(['status' => $status, 'activate_time' => '2026-01-01 00:00:00'])['status']);
        }
    }

    public function test_goals_caps_and_flags_are_there_only_where_they_are_set(): void
    {
        self::assertSame(['id', 'advertiser', 'name', 'tier', 'weight', 'status'], array_keys(self::of([])));
        $all = self::of(['views' => 1000, 'clicks' => 10, 'target_impression' => 240, 'capping' => 3, 'session_capping' => 2, 'block' => 60,
            'show_capped_no_cookie' => 1, 'companion' => 1, 'advertiser_limitation' => 1, 'ecpm' => '2.5000', 'ecpm_enabled' => 1]);
        self::assertSame(['impressions' => 1000, 'clicks' => 10], $all['booked']);
        self::assertSame(['impressions' => 240], $all['daily']);
        self::assertSame(['total' => 3, 'session' => 2, 'seconds' => 60], $all['cap']);
        self::assertSame([true, true, true, 2.5], [$all['showCapped'], $all['companion'], $all['exclusive'], $all['ecpm']]);
    }

    private static function of(array $columns): ?array
    {
        return Campaign::of($columns + ['campaignid' => '1', 'campaignname' => 'Spring', 'clientname' => 'Acme', 'views' => '-1', 'clicks' => '-1',
            'priority' => '0', 'weight' => '1', 'target_impression' => '0', 'companion' => '0', 'block' => '0', 'capping' => '0',
            'session_capping' => '0', 'status' => '0', 'ecpm' => null, 'ecpm_enabled' => '0', 'activate_time' => null, 'expire_time' => null,
            'show_capped_no_cookie' => '0', 'advertiser_limitation' => '0'], null, self::NOW);
    }
}
