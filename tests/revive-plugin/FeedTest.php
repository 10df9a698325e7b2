<?php

declare(strict_types=1);

use CometAdTag\Database;
use CometAdTag\Feed\Feed;
use CometAdTag\Feed\FeedBody;
use CometAdTag\Feed\FinishedBody;
use CometAdTag\Feed\Stamp;
use CometAdTag\State;
use PHPUnit\Framework\TestCase;

final class FeedTest extends TestCase
{
    // The service's own tests read this file, so that what is written here is what is understood there
    private const SAMPLE = __DIR__ . '/feed.sample.json';

    private Database $database;

    protected function setUp(): void
    {
        $this->database = TestDatabase::withOneOfEach();
    }

    public function test_a_feed_says_what_the_tables_say(): void
    {
        $feed = $this->feed();
        self::assertSame([1, 'Europe/Paris', 'Revive Adserver 6.0.8', 'https://cdn.example/images/'],
            [$feed['version'], $feed['timeZone'], $feed['adServer']['name'], $feed['adServer']['imageBase']]);
        self::assertSame([['id' => 1, 'website' => 1, 'name' => 'Top', 'width' => 300, 'height' => 250, 'chain' => 2],
            ['id' => 2, 'website' => 1, 'name' => 'Any', 'width' => -1, 'height' => -1]], $feed['zones']);
        self::assertSame(['id' => 1, 'advertiser' => 'Acme', 'name' => 'Spring', 'tier' => 'remnant', 'weight' => 1, 'status' => 'running'], $feed['campaigns'][0]);
        self::assertSame(['id' => 5, 'campaign' => 1, 'name' => 'Tulips', 'type' => 'html', 'html' => '<b>tulips</b>', 'width' => 300,
            'height' => 250, 'weight' => 1, 'status' => 'running'], $feed['creatives'][0]);
        self::assertSame([['zone' => 1, 'creative' => 5]], $feed['links']);
        self::assertArrayNotHasKey('counted', $feed);
    }

    public function test_the_sample_that_the_service_reads_is_what_is_written(): void
    {
        $this->everything();
        $written = preg_replace('~"generatedAt":"[^"]*"~', '"generatedAt":"2026-11-22T16:00:00Z"', $this->text());
        if (getenv('COMET_WRITE_SAMPLE')) {
            file_put_contents(self::SAMPLE, $written);
        }
        self::assertSame((string) file_get_contents(self::SAMPLE), $written);
    }

    public function test_zones_that_no_comet_tag_can_fill_are_left_out_with_their_links_and_chains(): void
    {
        $this->insert('zones', ['zoneid' => 3, 'affiliateid' => 1, 'zonename' => 'Text', 'delivery' => 3, 'width' => 300, 'height' => 250]);
        $this->insert('zones', ['zoneid' => 4, 'affiliateid' => 1, 'zonename' => 'Nothing', 'width' => 0, 'height' => 0]);
        $this->insert('zones', ['zoneid' => 6, 'affiliateid' => 1, 'zonename' => 'Chained', 'width' => 300, 'height' => 250, 'chain' => 'zone:3']);
        $this->insert('ad_zone_assoc', ['zone_id' => 3, 'ad_id' => 5]);
        $this->insert('ad_zone_assoc', ['zone_id' => 0, 'ad_id' => 5]);
        $feed = $this->feed();
        self::assertSame([1, 2, 6], array_column($feed['zones'], 'id'));
        self::assertArrayNotHasKey('chain', $feed['zones'][2]);
        self::assertSame([['zone' => 1, 'creative' => 5]], $feed['links']);
    }

    public function test_a_creative_without_its_campaign_and_a_link_to_nothing_are_left_out(): void
    {
        $this->insert('banners', ['bannerid' => 6, 'campaignid' => 77, 'htmlcache' => 'x']);
        $this->insert('ad_zone_assoc', ['zone_id' => 1, 'ad_id' => 6]);
        $this->insert('ad_zone_assoc', ['zone_id' => 1, 'ad_id' => 99]);
        $this->insert('ad_zone_assoc', ['zone_id' => 1, 'ad_id' => 5]);
        $feed = $this->feed();
        self::assertSame([5], array_column($feed['creatives'], 'id'));
        self::assertSame([['zone' => 1, 'creative' => 5]], $feed['links']);
    }

    public function test_what_a_zone_puts_around_its_creatives_is_around_them_where_all_their_zones_agree(): void
    {
        $this->database->execute("UPDATE {$this->database->table('zones')} SET prepend = '<i>', append = '</i>' WHERE zoneid = 1");
        self::assertSame('<i><b>tulips</b></i>', $this->feed()['creatives'][0]['html']);
        $this->insert('ad_zone_assoc', ['zone_id' => 2, 'ad_id' => 5]);
        $feed = $this->feed();
        self::assertSame('<b>tulips</b>', $feed['creatives'][0]['html']);
        self::assertSame(5, $feed['leftOut'][0]['creative']);
    }

    public function test_zones_of_a_suspended_manager_show_only_what_revive_shows_then(): void
    {
        $this->database->execute("UPDATE {$this->database->table('agency')} SET status = 1");
        $feed = $this->feed();
        self::assertSame([], $feed['links']);
        self::assertSame('<p>suspended</p>', $feed['zones'][0]['fallback']['html']);
        self::assertArrayNotHasKey('chain', $feed['zones'][0]);
    }

    public function test_the_default_banner_is_the_websites_else_the_managers_else_the_administrators(): void
    {
        $this->insert('preferences', ['preference_id' => 2, 'preference_name' => 'default_banner_image_url']);
        $this->insert('preferences', ['preference_id' => 3, 'preference_name' => 'default_banner_destination_url']);
        $this->insert('account_preference_assoc', ['account_id' => 1, 'preference_id' => 2, 'value' => 'http://a.example/admin.gif']);
        self::assertSame('<img src="http://a.example/admin.gif" alt="" style="border:0">', $this->feed()['zones'][0]['fallback']['html']);
        $this->insert('account_preference_assoc', ['account_id' => 3, 'preference_id' => 2, 'value' => 'http://a.example/site.gif']);
        $this->insert('account_preference_assoc', ['account_id' => 2, 'preference_id' => 3, 'value' => 'http://a.example/?a=1&b=2']);
        self::assertSame('<a href="http://a.example/?a=1&amp;b=2" target="_blank" rel="noopener"><img src="http://a.example/site.gif" alt="" style="border:0"></a>',
            $this->feed()['zones'][0]['fallback']['html']);
    }

    public function test_delivered_is_what_was_taken_in_and_what_is_in_the_buckets_and_never_both(): void
    {
        $this->database->execute("UPDATE {$this->database->table('campaigns')} SET views = 1000");
        $this->insert('data_intermediate_ad', ['interval_start' => '2026-11-22 14:00:00', 'ad_id' => 5, 'zone_id' => 1, 'impressions' => 100, 'clicks' => 7]);
        $this->insert('data_bkt_m', ['interval_start' => '2026-11-22 14:00:00', 'creative_id' => 5, 'zone_id' => 1, 'count' => 100]);
        $this->insert('data_bkt_m', ['interval_start' => '2026-11-22 15:00:00', 'creative_id' => 5, 'zone_id' => 1, 'count' => 23]);
        $this->insert('data_bkt_c', ['interval_start' => '2026-11-22 15:00:00', 'creative_id' => 5, 'zone_id' => 1, 'count' => 2]);
        self::assertSame(['impressions' => 123, 'clicks' => 9], $this->feed()['campaigns'][0]['delivered']);
    }

    public function test_the_last_batch_counted_is_named(): void
    {
        $this->insert('comet_batches', ['batch' => 'first', 'received' => '2026-11-22 15:00:00', 'answer' => '{}']);
        $this->insert('comet_batches', ['batch' => 'last', 'received' => '2026-11-22 14:00:00', 'answer' => '{}']);
        self::assertSame('last', $this->feed()['counted']);
    }

    public function test_the_refresh_interval_that_was_chosen_for_a_zone_is_there(): void
    {
        $this->insert('comet_zones', ['zoneid' => 2, 'refresh_seconds' => 45]);
        $zones = $this->feed()['zones'];
        self::assertArrayNotHasKey('refresh', $zones[0]);
        self::assertSame(['interval' => 45], $zones[1]['refresh']);
    }

    public function test_the_same_content_has_the_same_etag_and_the_same_bytes(): void
    {
        [$first, $second] = [$this->finished(), $this->finished()];
        self::assertSame($first->etag, $second->etag);
        self::assertSame(self::bytes($first), self::bytes($second));
        self::assertMatchesRegularExpression('~^"[0-9a-f]{32}"$~D', $first->etag);
        $this->database->execute("UPDATE {$this->database->table('banners')} SET status = 1");
        self::assertNotSame($first->etag, $this->finished()->etag);
    }

    public function test_a_tag_is_known_again_also_where_the_web_server_wrote_into_it(): void
    {
        $body = $this->finished();
        $isKnown = new ReflectionMethod(CometAdTag\Feed\FeedAnswer::class, 'isKnown');
        $tag = trim($body->etag, '"');
        foreach (["\"$tag\"", "W/\"$tag\"", "\"$tag-gzip\"", "W/\"$tag-gzip\"", "\"$tag-br\"", "\"x\", \"$tag-gzip\""] as $sent) {
            self::assertTrue($isKnown->invoke(new CometAdTag\Feed\FeedAnswer($body, $sent)), $sent);
        }
        self::assertFalse($isKnown->invoke(new CometAdTag\Feed\FeedAnswer($body, "\"x$tag\"")));
    }

    public function test_text_that_is_no_utf_8_does_not_break_the_feed(): void
    {
        $latin = new mysqli(null, 'root', '', 'comet_test', 0, $GLOBALS['_MAX']['CONF']['database']['socket']);
        $latin->query("ALTER TABLE rv_banners MODIFY htmlcache BLOB");
        $latin->query("UPDATE rv_banners SET htmlcache = 'caf\xe9'");
        self::assertSame("caf\u{FFFD}", $this->feed()['creatives'][0]['html']);
    }

    public function test_1000_creatives_take_as_many_statements_as_one(): void
    {
        for ($id = 1000; $id < 2000; $id++) {
            $this->insert('banners', ['bannerid' => $id, 'campaignid' => 1, 'htmlcache' => 'x']);
            $this->insert('acls', ['bannerid' => $id, 'executionorder' => 0, 'logical' => 'and', 'type' => 'deliveryLimitations:Site:Source', 'comparison' => '==', 'data' => 'a']);
        }
        $statements = fn (): int => (int) $this->database->all("SHOW SESSION STATUS LIKE 'Questions'")[0]['Value'];
        $before = $statements();
        self::assertCount(1001, $this->feed()['creatives']);
        self::assertLessThan(30, $statements() - $before);
    }

    private function everything(): void
    {
        $update = fn (string $table, string $set) => $this->database->execute("UPDATE {$this->database->table($table)} SET $set");
        $update('campaigns', "priority = 5, weight = 0, views = 100000, clicks = 500, target_impression = 240, capping = 3, session_capping = 2, block = 60,"
            . " show_capped_no_cookie = 1, companion = 1, activate_time = '2026-10-31 23:00:00', expire_time = '2026-12-31 22:59:59'");
        $update('clients', 'advertiser_limitation = 1');
        $update('banners', "capping = 1, url = 'https://shop.example/tulips', htmlcache = '<a href=\"{clickurl}\" target=\"{target}\">tulips</a>'");
        $this->insert('campaigns', ['campaignid' => 2, 'campaignname' => 'Paid by the thousand', 'clientid' => 1, 'priority' => -2, 'ecpm' => '2.5000', 'status' => 1]);
        $this->insert('banners', ['bannerid' => 7, 'campaignid' => 2, 'storagetype' => 'web', 'contenttype' => 'png', 'filename' => 'roses.png', 'alt' => 'Roses',
            'url' => 'https://shop.example/roses', 'description' => 'Roses', 'status' => 1]);
        $this->insert('banners', ['bannerid' => 8, 'campaignid' => 2, 'width' => 0, 'height' => 0, 'htmlcache' => 'x']);
        $this->insert('ad_zone_assoc', ['zone_id' => 2, 'ad_id' => 7]);
        $this->insert('channel', ['channelid' => 1]);
        $this->insert('acls_channel', ['channelid' => 1, 'executionorder' => 0, 'logical' => 'and', 'type' => 'deliveryLimitations:Site:Pageurl', 'comparison' => '=~', 'data' => 'sports']);
        $this->insert('acls', ['bannerid' => 5, 'executionorder' => 0, 'logical' => 'and', 'type' => 'deliveryLimitations:Site:Channel', 'comparison' => '=~', 'data' => '1']);
        $this->insert('acls', ['bannerid' => 5, 'executionorder' => 1, 'logical' => 'or', 'type' => 'deliveryLimitations:Time:Hour', 'comparison' => '=~', 'data' => '0,1,2@Europe/Paris']);
        $this->insert('comet_zones', ['zoneid' => 1, 'refresh_seconds' => 45]);
        $this->insert('comet_batches', ['batch' => '1795366535069-' . str_repeat('5af31c4a28', 5), 'received' => '2026-11-22 15:00:00', 'answer' => '{}']);
        $this->insert('data_bkt_m', ['interval_start' => '2026-11-22 15:00:00', 'creative_id' => 5, 'zone_id' => 1, 'count' => 12]);
    }

    private function insert(string $table, array $row): void
    {
        TestDatabase::insert($this->database, $table, $row);
    }

    private function feed(): array
    {
        return json_decode($this->text(), true, 64, JSON_THROW_ON_ERROR);
    }

    private function text(): string
    {
        return self::bytes($this->finished());
    }

    private function finished(): FinishedBody
    {
        $body = new FeedBody();
        $this->database->atOneMoment(fn () => (new Feed($this->database, CreativeTest::place()))->writeTo($body));

        return $body->finish(new Stamp(new State($this->database)));
    }

    private static function bytes(FinishedBody $body): string
    {
        ob_start();
        @$body->send();

        return (string) ob_get_clean();
    }
}
