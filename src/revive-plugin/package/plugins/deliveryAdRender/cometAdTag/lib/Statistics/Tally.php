<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

/** What a batch adds to which row of the buckets, and what of it is refused. */
final class Tally
{
    /** @var array{impressions: array<string, int>, clicks: array<string, int>} by the key of a bucket's row, as SQL */
    public array $counts = ['impressions' => [], 'clicks' => []];

    /** @var list<array{zone: string, creative: string, reason: string}> */
    public array $refused = [];

    public static function of(Batch $batch, Known $known, Interval $interval): self
    {
        $tally = new self();
        foreach ($batch->rows as $row) {
            $reason = $known->refusal($row);
            if ($reason !== null) {
                $tally->refused["$row->zone $row->creative"] = ['zone' => $row->zone, 'creative' => $row->creative, 'reason' => $reason];
                continue;
            }
            $key = "'{$interval->of($row->hour)}',$row->creative,$row->zone";
            $tally->add('impressions', $key, $row->impressions);
            $tally->add('clicks', $key, $row->clicks);
        }
        $tally->refused = array_values($tally->refused);
        // In the order of the key: two transactions never wait for each other crosswise
        ksort($tally->counts['impressions'], SORT_STRING);
        ksort($tally->counts['clicks'], SORT_STRING);

        return $tally;
    }

    /** @return array{impressions: int, clicks: int} */
    public function sums(): array
    {
        return ['impressions' => array_sum($this->counts['impressions']), 'clicks' => array_sum($this->counts['clicks'])];
    }

    private function add(string $what, string $key, int $count): void
    {
        if ($count > 0) {
            $this->counts[$what][$key] = ($this->counts[$what][$key] ?? 0) + $count;
        }
    }
}
