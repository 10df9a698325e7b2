<?php

declare(strict_types=1);

use CometAdTag\Statistics\BadBatch;
use CometAdTag\Statistics\Batch;
use PHPUnit\Framework\TestCase;

final class BatchTest extends TestCase
{
    private const NOW = 1_795_363_200; // 2026-11-22 16:00:00 UTC
    private const ROW = ['hour' => '2026-11-22T15:00:00Z', 'zone' => '2', 'creative' => '5', 'impressions' => 12, 'clicks' => 1];

    public function test_a_batch_is_read(): void
    {
        $batch = self::read(['rows' => [self::ROW]]);
        self::assertSame('b-1', $batch->id);
        self::assertSame([self::NOW - 3600, '2', '5', 12, 1], array_values((array) $batch->rows[0]));
    }

    public function test_what_is_wrong_is_named(): void
    {
        self::assertRefused('version: must be 1.', ['version' => 2]);
        self::assertRefused('batch: must be', ['batch' => 'a b']);
        self::assertRefused('batch: must be', ['batch' => str_repeat('x', 65)]);
        self::assertRefused('batch: must be', ['batch' => "b\n"]);
        self::assertRefused('rows: must be a list.', ['rows' => ['a' => 1]]);
        self::assertRefused('rows[1]: must be an object.', ['rows' => [self::ROW, 7]]);
        self::assertRefused('rows[0].zone: must be an id', ['rows' => [['zone' => ''] + self::ROW]]);
        self::assertRefused('rows[0].creative: must be an id', ['rows' => [['creative' => null] + self::ROW]]);
        foreach ([-1, 1_000_000_001, 1.5, '1', null] as $count) {
            self::assertRefused('rows[0].impressions: must be a whole number', ['rows' => [['impressions' => $count] + self::ROW]]);
            self::assertRefused('rows[0].clicks: must be a whole number', ['rows' => [['clicks' => $count] + self::ROW]]);
        }
    }

    public function test_an_hour_is_a_full_hour_in_utc_that_has_begun(): void
    {
        foreach (['2026-11-22T15:30:00Z', '2026-11-22T15:00:00+01:00', '2026-11-22 15:00:00', '2026-02-30T15:00:00Z', '2026-11-22T24:00:00Z', 7] as $hour) {
            self::assertRefused('rows[0].hour: must be a full hour', ['rows' => [['hour' => $hour] + self::ROW]]);
        }
        self::assertRefused('rows[0].hour: is in the future.', ['rows' => [['hour' => '2026-11-22T18:00:00Z'] + self::ROW]]);
        self::assertCount(1, self::read(['rows' => [['hour' => '2026-11-22T17:00:00Z'] + self::ROW]])->rows);
    }

    public function test_more_than_10000_rows_are_too_many(): void
    {
        self::assertCount(10000, self::read(['rows' => array_fill(0, 10000, self::ROW)])->rows);
        self::assertSame(413, self::assertRefused('rows: 10001 are more', ['rows' => array_fill(0, 10001, self::ROW)])->status);
    }

    public function test_a_body_that_is_no_json_or_no_object_is_refused(): void
    {
        foreach (['', '{', 'null', '[]', '"x"', str_repeat('[', 20)] as $body) {
            try {
                Batch::read($body, self::NOW);
                self::fail("taken: $body");
            } catch (BadBatch $bad) {
                self::assertSame(400, $bad->status);
            }
        }
    }

    private static function read(array $members): Batch
    {
        return Batch::read(json_encode($members + ['version' => 1, 'batch' => 'b-1', 'rows' => []]), self::NOW);
    }

    private static function assertRefused(string $why, array $members): BadBatch
    {
        try {
            self::read($members);
        } catch (BadBatch $bad) {
            self::assertStringStartsWith($why, $bad->getMessage());

            return $bad;
        }
        self::fail("taken, though $why");
    }
}
