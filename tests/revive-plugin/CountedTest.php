<?php

declare(strict_types=1);

use CometAdTag\Database;
use CometAdTag\Settings;
use CometAdTag\Statistics\Counted;
use CometAdTag\Statistics\Endpoint;
use PHPUnit\Framework\TestCase;

final class CountedTest extends TestCase
{
    private const KEY = 'a-plugin-key-of-32-characters-xx';

    private Database $database;

    protected function setUp(): void
    {
        $this->database = TestDatabase::withOneOfEach();
        $_SERVER['REQUEST_METHOD'] = 'GET';
        $_SERVER['HTTP_AUTHORIZATION'] = 'Bearer ' . self::KEY;
    }

    protected function tearDown(): void
    {
        unset($_SERVER['REQUEST_METHOD'], $_SERVER['HTTP_AUTHORIZATION']);
        $_GET = [];
    }

    public function test_hours_that_maintenance_has_taken_in_are_those_of_the_reports(): void
    {
        $this->maintained('2026-11-22 15:59:59', 2);
        $this->summary('2026-11-22 14:00:00', 5, 20, 2);
        $this->summary('2026-11-22 15:00:00', 5, 30, 3);
        $this->summary('2026-11-22 15:00:00', 6, 1, 0);
        $this->summary('2026-11-22 13:00:00', 5, 99, 9);
        // What maintenance left behind is in no report
        $this->bucket('data_bkt_m', '2026-11-22 15:00:00', 5, 7);
        self::assertSame(['2026-11-22T14:00:00Z 1 20 2', '2026-11-22T15:00:00Z 1 31 3'], $this->read('2026-11-22T14:00:00Z', '2026-11-22T16:00:00Z'));
        self::assertSame(['2026-11-22T14:00:00Z 1 20 2'], $this->read('2026-11-22T14:00:00Z', '2026-11-22T15:00:00Z'));
    }

    public function test_later_hours_are_those_of_the_buckets_in_whole_hours(): void
    {
        $this->maintained('2026-11-22 14:59:59', 1);
        $this->maintained('2026-11-22 15:29:59', 0);
        TestDatabase::insert($this->database, 'data_intermediate_ad', ['interval_start' => '2026-11-22 15:00:00', 'ad_id' => 5, 'zone_id' => 1, 'impressions' => 10, 'clicks' => 1]);
        // Copied, and not emptied yet
        $this->bucket('data_bkt_m', '2026-11-22 15:00:00', 5, 10);
        $this->bucket('data_bkt_m', '2026-11-22 15:30:00', 5, 20);
        $this->bucket('data_bkt_c', '2026-11-22 15:30:00', 5, 2);
        $this->bucket('data_bkt_m', '2026-11-22 16:00:00', 5, 40);
        self::assertSame(['2026-11-22T15:00:00Z 1 30 3', '2026-11-22T16:00:00Z 1 40 0'], $this->read('2026-11-22T14:00:00Z', '2026-11-22T17:00:00Z'));
    }

    public function test_before_maintenance_ever_ran_all_is_in_the_buckets_and_what_has_no_campaign_is_in_none(): void
    {
        TestDatabase::insert($this->database, 'campaigns', ['campaignid' => 2, 'clientid' => 1]);
        TestDatabase::insert($this->database, 'banners', ['bannerid' => 8, 'campaignid' => 2]);
        $this->bucket('data_bkt_m', '2026-11-22 15:00:00', 8, 2);
        $this->bucket('data_bkt_m', '2026-11-22 15:00:00', 5, 1);
        $this->bucket('data_bkt_m', '2026-11-22 15:00:00', 0, 100);
        self::assertSame(['2026-11-22T15:00:00Z 1 1 0', '2026-11-22T15:00:00Z 2 2 0'], $this->read('2026-11-22T15:00:00Z', '2026-11-22T16:00:00Z'));
    }

    public function test_it_is_asked_for_by_get_with_the_key(): void
    {
        $this->maintained('2026-11-22 15:59:59', 2);
        $this->summary('2026-11-22 15:00:00', 5, 30, 3);
        $answer = $this->ask('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z');
        self::assertSame(200, $answer->status);
        self::assertSame('{"version":1,"rows":[{"hour":"2026-11-22T15:00:00Z","campaign":"1","impressions":30,"clicks":3}]}' . "\n", $answer->body);
        self::assertSame('{"version":1,"rows":[]}' . "\n", $this->ask('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')->body);

        $_SERVER['HTTP_AUTHORIZATION'] = 'Bearer wrong';
        self::assertSame(401, $this->ask('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z')->status);
        unset($_SERVER['HTTP_AUTHORIZATION']);
        self::assertStringContainsString('No Authorization header', $this->ask('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z')->body);
        $_SERVER['REQUEST_METHOD'] = 'PUT';
        self::assertSame([405, 'GET, POST'], [($answer = $this->ask('', ''))->status, $answer->headers['Allow']]);
    }

    public function test_hours_that_are_none_or_too_many_are_refused_with_what_is_allowed(): void
    {
        foreach ([['', ''], ['2026-11-22', '2026-11-23'], ['2026-11-22T00:30:00Z', '2026-11-23T00:00:00Z'], ["2026-11-22T00:00:00Z'", '2026-11-23T00:00:00Z'], [['a'], 'b']] as [$from, $to]) {
            $answer = $this->ask($from, $to);
            self::assertSame(400, $answer->status);
            self::assertStringContainsString('full hours in UTC, such as 2026-11-22T15:00:00Z', $answer->body);
        }
        foreach ([['2026-11-22T01:00:00Z', '2026-11-22T01:00:00Z'], ['2026-11-22T00:00:00Z', '2026-11-29T01:00:00Z']] as [$from, $to]) {
            self::assertStringContainsString('at most 168 hours', $this->ask($from, $to)->body);
        }
        self::assertSame(200, $this->ask('2026-11-22T00:00:00Z', '2026-11-29T00:00:00Z')->status);
    }

    private function ask(mixed $from, mixed $to): CometAdTag\Answer
    {
        $_GET = ['from' => $from, 'to' => $to];

        return Endpoint::answer(Settings::now());
    }

    private function read(string $from, string $to): array
    {
        return array_map(
            static fn (array $row): string => implode(' ', $row),
            iterator_to_array((new Counted($this->database))->read(strtotime($from), strtotime($to)), false),
        );
    }

    private function maintained(string $to, int $type): void
    {
        TestDatabase::insert($this->database, 'log_maintenance_statistics', ['adserver_run_type' => $type, 'updated_to' => $to]);
    }

    private function summary(string $hour, int $banner, int $impressions, int $clicks): void
    {
        if ($banner !== 5) {
            TestDatabase::insert($this->database, 'banners', ['bannerid' => $banner, 'campaignid' => 1]);
        }
        TestDatabase::insert($this->database, 'data_summary_ad_hourly', ['date_time' => $hour, 'ad_id' => $banner, 'zone_id' => 1, 'impressions' => $impressions, 'clicks' => $clicks]);
    }

    private function bucket(string $name, string $interval, int $creative, int $count): void
    {
        TestDatabase::insert($this->database, $name, ['interval_start' => $interval, 'creative_id' => $creative, 'zone_id' => 1, 'count' => $count]);
    }
}
