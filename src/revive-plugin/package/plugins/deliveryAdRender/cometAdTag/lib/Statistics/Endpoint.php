<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Answer;
use CometAdTag\Database;
use CometAdTag\DatabaseError;
use CometAdTag\Log;
use CometAdTag\Settings;

/** POST fc.php?script=deliveryAdRender:cometAdTag:statistics, and GET, which tells what is counted. */
final class Endpoint
{
    private const LARGEST = 2 * 1024 * 1024;
    private const ATTEMPTS = 3;

    public static function answer(Settings $settings): Answer
    {
        $method = $_SERVER['REQUEST_METHOD'] ?? '';
        if ($method === 'GET') {
            return CountedAnswer::of($settings, $_GET);
        }
        if ($method !== 'POST') {
            return new Answer(405, "{\"error\":\"Statistics are sent by POST and asked for by GET.\"}\n", ['Allow' => 'GET, POST']);
        }
        $body = (string) file_get_contents('php://input', false, null, 0, self::LARGEST + 1);
        if (strlen($body) > self::LARGEST) {
            return Answer::error(413, 'A batch has at most ' . self::LARGEST . ' bytes.');
        }
        if (($problem = Signature::problem((string) ($_SERVER['HTTP_X_COMET_SIGNATURE'] ?? ''), $body, $settings->pluginKey)) !== null) {
            return Answer::error(401, $problem);
        }
        try {
            return self::count(Batch::read($body, time()));
        } catch (BadBatch $bad) {
            return Answer::error($bad->status, $bad->getMessage());
        }
    }

    private static function count(Batch $batch): Answer
    {
        $database = Database::open();
        if (($problem = Engines::problem($database)) !== null) {
            Log::error('engine', $problem);

            return Answer::error(503, $problem);
        }
        $lock = new MaintenanceLock($database);
        if (!$lock->take(MaintenanceLock::INTAKE_SECONDS)) {
            return Answer::error(503, 'Revive\'s maintenance is taking statistics in. Send the batch again.');
        }
        try {
            $answer = self::countPatiently(new Intake($database), $batch);
        } finally {
            $lock->release();
        }
        Log::over('database', 'the database answers again');

        return Answer::json($answer);
    }

    /** @return array<string, mixed> */
    private static function countPatiently(Intake $intake, Batch $batch): array
    {
        for ($attempt = 1; ; $attempt++) {
            try {
                return $intake->count($batch);
            } catch (DatabaseError $error) {
                // Rolled back whole, so that it can be done again
                if ($error->getCode() !== DatabaseError::DEADLOCK || $attempt === self::ATTEMPTS) {
                    throw $error;
                }
            }
        }
    }
}
