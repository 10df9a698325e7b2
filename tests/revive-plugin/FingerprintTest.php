<?php

declare(strict_types=1);

use CometAdTag\Database;
use CometAdTag\Notice\Fingerprint;
use CometAdTag\Tag\RefreshIntervals;
use PHPUnit\Framework\TestCase;

final class FingerprintTest extends TestCase
{
    private Database $database;

    protected function setUp(): void
    {
        $this->database = TestDatabase::withOneOfEach();
    }

    protected function tearDown(): void
    {
        $GLOBALS['_MAX']['CONF']['audit']['enabled'] = '1';
    }

    public function test_with_the_audit_trail_its_rows_links_and_intervals_count(): void
    {
        $this->assertChanges([
            "INSERT INTO rv_audit (context) VALUES ('campaigns')",
            'INSERT INTO rv_ad_zone_assoc (zone_id, ad_id) VALUES (2, 5)',
            'DELETE FROM rv_ad_zone_assoc WHERE zone_id = 2',
            'INSERT INTO rv_placement_zone_assoc (zone_id, placement_id) VALUES (2, 1)',
            'INSERT INTO rv_comet_zones VALUES (1, 45)',
            'UPDATE rv_comet_zones SET refresh_seconds = 46',
        ]);
        $this->assertNoChange("INSERT INTO rv_audit (context) VALUES ('users')");
    }

    public function test_without_the_audit_trail_two_saves_in_one_second_still_differ(): void
    {
        $GLOBALS['_MAX']['CONF']['audit']['enabled'] = '';
        $this->assertChanges([
            'UPDATE rv_campaigns SET status = 1',
            'UPDATE rv_campaigns SET weight = 7',
            'UPDATE rv_banners SET status = 1',
            "UPDATE rv_banners SET htmltemplate = 'other'",
            "UPDATE rv_zones SET prepend = '', append = 'x'",
            "UPDATE rv_zones SET chain = ''",
            'UPDATE rv_clients SET advertiser_limitation = 1',
            "UPDATE rv_affiliates SET website = 'http://x.example'",
            'UPDATE rv_agency SET status = 1',
            "INSERT INTO rv_acls VALUES (5, 0, 'and', 'a', '==', 'b')",
            "UPDATE rv_acls SET data = 'c'",
            "INSERT INTO rv_acls_channel VALUES (1, 0, 'and', 'a', '==', 'b')",
            'DELETE FROM rv_banners',
        ]);
    }

    public function test_reading_changes_nothing(): void
    {
        $this->assertNoChange('SELECT 1');
    }

    public function test_an_interval_under_30_seconds_is_refused_in_plain_words(): void
    {
        foreach (['', '30', '86400'] as $entered) {
            self::assertNull(RefreshIntervals::problem($entered));
        }
        foreach (['29', '0', '-30', '30.5', '86401', 'often', '1e3'] as $entered) {
            self::assertStringContainsString('from 30 to 86400', (string) RefreshIntervals::problem($entered), $entered);
        }
    }

    private function assertChanges(array $statements): void
    {
        $seen = [Fingerprint::of($this->database)];
        foreach ($statements as $statement) {
            $this->database->execute($statement);
            $now = Fingerprint::of($this->database);
            self::assertNotSame(end($seen), $now, $statement);
            $seen[] = $now;
        }
    }

    private function assertNoChange(string $statement): void
    {
        $before = Fingerprint::of($this->database);
        $this->database->execute($statement);
        self::assertSame($before, Fingerprint::of($this->database), $statement);
    }
}
