<?php

declare(strict_types=1);

namespace CometAdTag\Notice;

use CometAdTag\Database;
use CometAdTag\Settings;
use CometAdTag\State;

/**
 * Looks at the end of a request of Revive's pages or API whether campaigns differ from what the service was last told of, and tells it:
 * after the answer has gone out where the web server can do that, once a request. Nothing here may disturb the request.
 */
final class Watch
{
    private const NAME = 'told';

    private static bool $hasBegun = false;

    /** Any number of calls in a request are one. */
    public static function begin(): void
    {
        if (!self::$hasBegun) {
            self::$hasBegun = true;
            register_shutdown_function(self::end(...));
        }
    }

    /** At once and in any case. */
    public static function tell(): void
    {
        self::quietly(static function (Settings $settings): void {
            $database = Database::open();
            (new State($database))->keep(self::NAME, Fingerprint::of($database));
            Notice::send($settings);
        });
    }

    private static function end(): void
    {
        self::quietly(static function (Settings $settings): void {
            self::letTheAnswerGo();
            $database = Database::open();
            $state = new State($database);
            $now = Fingerprint::of($database);
            if ($state->of(self::NAME) !== $now) {
                // Kept before it is sent: a service that is away is not asked again for the same change
                $state->keep(self::NAME, $now);
                Notice::send($settings);
            }
        });
    }

    /** @param callable(Settings): void $work */
    private static function quietly(callable $work): void
    {
        try {
            $settings = Settings::now();
            if ($settings->canNotify()) {
                $work($settings);
            }
        } catch (\Throwable) {
            // The service finds the change at its next pull
        }
    }

    private static function letTheAnswerGo(): void
    {
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
        } elseif (function_exists('litespeed_finish_request')) {
            litespeed_finish_request();
        }
    }
}
