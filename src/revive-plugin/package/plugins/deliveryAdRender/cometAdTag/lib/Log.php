<?php

declare(strict_types=1);

namespace CometAdTag;

/** Revive's own log. The same trouble is written once in ten minutes, however many requests meet it. */
final class Log
{
    private const QUIET_SECONDS = 600;
    private const MARKS = '/var/cache/cometAdTag_log_';

    /** @param string $trouble a word that names the kind of trouble */
    public static function error(string $trouble, string $message): void
    {
        $mark = MAX_PATH . self::MARKS . $trouble;
        clearstatcache(true, $mark);
        if (is_file($mark) && time() - (int) @filemtime($mark) < self::QUIET_SECONDS) {
            return;
        }
        @touch($mark);
        self::write($message);
    }

    /** That a kind of trouble is over, if it was written that there is one. */
    public static function over(string $trouble, string $message): void
    {
        if (@unlink(MAX_PATH . self::MARKS . $trouble)) {
            self::write($message);
        }
    }

    public static function forgetAll(): void
    {
        foreach (glob(MAX_PATH . self::MARKS . '*') ?: [] as $mark) {
            @unlink($mark);
        }
    }

    private static function write(string $message): void
    {
        try {
            require_once MAX_PATH . '/lib/OA.php';
            \OA::debug('CometAdTag: ' . $message, PEAR_LOG_ERR);
        } catch (\Throwable) {
            error_log('CometAdTag: ' . $message);
        }
    }
}
