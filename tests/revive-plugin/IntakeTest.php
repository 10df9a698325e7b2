<?php

declare(strict_types=1);

use CometAdTag\Database;
use CometAdTag\Statistics\Batch;
use CometAdTag\Statistics\Engines;
use CometAdTag\Statistics\Intake;
use CometAdTag\Statistics\MaintenanceLock;
use PHPUnit\Framework\TestCase;

final class IntakeTest extends TestCase
{
    private const NOW = 1_795_363_200; // 2026-11-22 16:00:00 UTC

    private Database $database;

    protected function setUp(): void
    {
        $this->database = TestDatabase::withOneOfEach();
    }

    public function test_a_batch_is_counted_into_the_buckets_of_its_hour(): void
    {
        $answer = $this->send('a', [self::row(12, 1), self::row(3, 0)]);
        self::assertSame(['batch' => 'a', 'repeated' => false, 'impressions' => 15, 'clicks' => 1, 'refused' => []], $answer);
        self::assertSame([['2026-11-22 15:00:00', '5', '1', '15']], $this->bucket('data_bkt_m'));
        self::assertSame([['2026-11-22 15:00:00', '5', '1', '1']], $this->bucket('data_bkt_c'));
    }

    public function test_what_delivery_has_counted_is_added_to(): void
    {
        TestDatabase::insert($this->database, 'data_bkt_m', ['interval_start' => '2026-11-22 15:00:00', 'creative_id' => 5, 'zone_id' => 1, 'count' => 100]);
        $this->send('a', [self::row(12, 0)]);
        self::assertSame('112', $this->bucket('data_bkt_m')[0][3]);
        self::assertSame([], $this->bucket('data_bkt_c'));
    }

    public function test_a_batch_sent_again_counts_nothing_and_gets_the_same_numbers(): void
    {
        $first = $this->send('a', [self::row(12, 1), self::row(1, 0, creative: '99')]);
        foreach ([1, 2, 3] as $_) {
            self::assertSame(['repeated' => true] + $first, ['repeated' => true] + $this->send('a', [self::row(12, 1), self::row(1, 0, creative: '99')]));
        }
        self::assertTrue($this->send('a', [])['repeated']);
        self::assertSame('12', $this->bucket('data_bkt_m')[0][3]);
    }

    public function test_ids_that_differ_only_in_case_are_two_batches(): void
    {
        $this->send('a', [self::row(1, 0)]);
        self::assertFalse($this->send('A', [self::row(1, 0)])['repeated']);
        self::assertSame('2', $this->bucket('data_bkt_m')[0][3]);
    }

    public function test_unknown_zones_and_creatives_are_refused_by_name_and_the_rest_is_counted(): void
    {
        $answer = $this->send('a', [self::row(12, 1), self::row(1, 0, creative: '99'), self::row(1, 0, zone: '77'),
            self::row(1, 0, zone: "1' OR 1"), self::row(1, 0, zone: '01'), self::row(1, 0, zone: '0')]);
        self::assertSame(12, $answer['impressions']);
        self::assertSame(['unknown_creative', 'unknown_zone', 'unknown_zone', 'unknown_zone', 'unknown_zone'], array_column($answer['refused'], 'reason'));
        self::assertSame(['zone' => '1', 'creative' => '99', 'reason' => 'unknown_creative'], $answer['refused'][0]);
    }

    public function test_an_hour_that_maintenance_has_passed_goes_where_it_is_still_counted(): void
    {
        TestDatabase::insert($this->database, 'log_maintenance_statistics', ['adserver_run_type' => 2, 'updated_to' => '2026-11-22 13:59:59']);
        TestDatabase::insert($this->database, 'log_maintenance_statistics', ['adserver_run_type' => 1, 'updated_to' => '2026-11-22 15:59:59']);
        $this->send('a', [self::row(1, 0, hour: '2026-11-22T10:00:00Z'), self::row(2, 0, hour: '2026-11-22T13:00:00Z'), self::row(4, 0, hour: '2026-11-22T15:00:00Z')]);
        self::assertSame([['2026-11-22 14:00:00', '5', '1', '3'], ['2026-11-22 15:00:00', '5', '1', '4']], $this->bucket('data_bkt_m'));
    }

    public function test_shorter_intervals_than_an_hour_are_respected(): void
    {
        TestDatabase::insert($this->database, 'log_maintenance_statistics', ['adserver_run_type' => 0, 'updated_to' => '2026-11-22 15:29:59']);
        $this->send('a', [self::row(1, 0)]);
        self::assertSame('2026-11-22 15:30:00', $this->bucket('data_bkt_m')[0][0]);
    }

    public function test_a_batch_that_fails_half_way_leaves_nothing_behind_and_can_be_sent_again(): void
    {
        $clicks = $this->database->table('data_bkt_c');
        $this->database->execute("RENAME TABLE $clicks TO {$this->database->table('hidden')}");
        try {
            $this->send('a', [self::row(12, 1)]);
            self::fail('counted without a bucket for clicks');
        } catch (CometAdTag\DatabaseError) {
            self::assertSame([], $this->bucket('data_bkt_m'));
        } finally {
            $this->database->execute("RENAME TABLE {$this->database->table('hidden')} TO $clicks");
        }
        self::assertFalse($this->send('a', [self::row(12, 1)])['repeated']);
        self::assertSame('12', $this->bucket('data_bkt_m')[0][3]);
    }

    public function test_the_same_batch_sent_by_many_at_once_is_counted_once(): void
    {
        $code = 'require ' . var_export(__DIR__ . '/bootstrap.php', true) . ';'
            . 'echo json_encode((new CometAdTag\Statistics\Intake(CometAdTag\Database::open()))->count(CometAdTag\Statistics\Batch::read('
            . var_export(self::body('same', [self::row(12, 1)]), true) . ', ' . self::NOW . '))["repeated"]);';
        $senders = array_map(static fn () => popen('php -r ' . escapeshellarg($code), 'r'), range(1, 8));
        $repeated = array_map(static fn ($sender): string => (string) stream_get_contents($sender), $senders);
        array_map('pclose', $senders);
        self::assertEqualsCanonicalizing(['false', ...array_fill(0, 7, 'true')], $repeated);
        self::assertSame('12', $this->bucket('data_bkt_m')[0][3]);
    }

    public function test_2000_rows_are_counted_in_one_batch(): void
    {
        for ($id = 1000; $id < 3000; $id++) {
            TestDatabase::insert($this->database, 'banners', ['bannerid' => $id, 'campaignid' => 1]);
            $rows[] = self::row(1, 1, creative: (string) $id);
        }
        self::assertSame(2000, $this->send('a', $rows)['impressions']);
        self::assertCount(2000, $this->bucket('data_bkt_m'));
        self::assertCount(2000, $this->bucket('data_bkt_c'));
    }

    public function test_old_batches_are_forgotten(): void
    {
        $this->send('old', []);
        $this->database->execute("UPDATE {$this->database->table('comet_batches')} SET received = '2020-01-01 00:00:00'");
        $this->send('new', []);
        self::assertSame([['new']], array_map('array_values', $this->database->all("SELECT batch FROM {$this->database->table('comet_batches')}")));
    }

    public function test_tables_that_cannot_count_in_one_piece_are_named_with_the_remedy(): void
    {
        self::assertNull(Engines::problem($this->database));
        $this->database->execute("ALTER TABLE {$this->database->table('data_bkt_c')} ENGINE=MyISAM");
        self::assertStringContainsString('ALTER TABLE rv_data_bkt_c ENGINE=InnoDB', (string) Engines::problem($this->database));
        $this->database->execute("DROP TABLE {$this->database->table('data_bkt_c')}");
        self::assertSame('The table rv_data_bkt_c is missing.', Engines::problem($this->database));
    }

    public function test_while_maintenance_moves_the_buckets_no_batch_comes_between(): void
    {
        $other = Database::open();
        self::assertTrue((new MaintenanceLock($other))->take(0));
        self::assertFalse((new MaintenanceLock($this->database))->take(0));
        (new MaintenanceLock($other))->release();
        self::assertTrue((new MaintenanceLock($this->database))->take(0));
        (new MaintenanceLock($this->database))->release();
    }

    private function send(string $id, array $rows): array
    {
        return (new Intake($this->database))->count(Batch::read(self::body($id, $rows), self::NOW));
    }

    private static function body(string $id, array $rows): string
    {
        return json_encode(['version' => 1, 'batch' => $id, 'rows' => $rows]);
    }

    private static function row(int $impressions, int $clicks, string $zone = '1', string $creative = '5', string $hour = '2026-11-22T15:00:00Z'): array
    {
        return ['hour' => $hour, 'zone' => $zone, 'creative' => $creative, 'impressions' => $impressions, 'clicks' => $clicks];
    }

    private function bucket(string $name): array
    {
        return array_map('array_values', $this->database->all("SELECT interval_start, creative_id, zone_id, count FROM {$this->database->table($name)} ORDER BY 1, 2, 3"));
    }
}
