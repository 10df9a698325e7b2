<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Database;
use CometAdTag\DatabaseError;
use CometAdTag\Json;

/**
 * Counts a batch into the buckets of Revive's own delivery. The batch's id and all that it counts are written in one transaction:
 * the id is unique, so that a batch that comes again finds its first answer and counts nothing.
 */
final class Intake
{
    public const BUCKETS = ['impressions' => 'data_bkt_m', 'clicks' => 'data_bkt_c'];

    private const KEPT_DAYS = 60;
    private const ROWS_A_STATEMENT = 500;

    public function __construct(private readonly Database $database)
    {
    }

    /** @return array<string, mixed> the answer */
    public function count(Batch $batch): array
    {
        $before = $this->answerBefore($batch->id);
        if ($before !== null) {
            return $before;
        }
        $known = Known::read($this->database, $batch);
        $interval = Interval::read($this->database);
        $tally = Tally::of($batch, $known, $interval);
        $answer = ['batch' => $batch->id, 'repeated' => false, ...$tally->sums(), 'refused' => $tally->refused];
        try {
            $this->database->inTransaction(fn () => $this->write($batch->id, $answer, $tally));
        } catch (DatabaseError $error) {
            if ($error->getCode() === DatabaseError::DUPLICATE && ($before = $this->answerBefore($batch->id)) !== null) {
                return $before;
            }
            throw $error;
        }
        $this->forgetOld();

        return $answer;
    }

    /** @return array<string, mixed>|null */
    private function answerBefore(string $batch): ?array
    {
        $kept = $this->database->value("SELECT answer FROM {$this->database->table('comet_batches')} WHERE batch = {$this->database->text($batch)}");

        return $kept === null ? null : array_replace(json_decode($kept, true), ['repeated' => true]);
    }

    /** @param array<string, mixed> $answer */
    private function write(string $batch, array $answer, Tally $tally): void
    {
        $this->database->execute("INSERT INTO {$this->database->table('comet_batches')} (batch, received, answer) VALUES ("
            . $this->database->text($batch) . ", '" . gmdate('Y-m-d H:i:s') . "', " . $this->database->text(Json::encode($answer)) . ')');
        foreach (self::BUCKETS as $what => $bucket) {
            foreach (array_chunk($tally->counts[$what], self::ROWS_A_STATEMENT, true) as $chunk) {
                $values = [];
                foreach ($chunk as $key => $count) {
                    $values[] = "($key,$count)";
                }
                $this->database->execute("INSERT INTO {$this->database->table($bucket)} (interval_start, creative_id, zone_id, count) VALUES "
                    . implode(',', $values) . ' ON DUPLICATE KEY UPDATE count = count + VALUES(count)');
            }
        }
    }

    // The last batch stays, whatever its age: the feed names it
    private function forgetOld(): void
    {
        $table = $this->database->table('comet_batches');
        $before = gmdate('Y-m-d H:i:s', time() - self::KEPT_DAYS * 86400);
        try {
            $this->database->execute("DELETE FROM $table WHERE received < '$before' ORDER BY received LIMIT 1000");
        } catch (DatabaseError) {
            // The next batch does it; this one is counted
        }
    }
}
