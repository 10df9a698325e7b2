<?php

declare(strict_types=1);

namespace CometAdTag\Notice;

use CometAdTag\Database;
use CometAdTag\Settings;

/**
 * Watches one request of Revive's pages or API: if campaigns changed while it ran, the service is told once, after the answer has gone
 * out where the web server can do that. Nothing here may disturb the request.
 */
final class Watch
{
    private static ?self $ofThisRequest = null;

    private bool $isCertain = false;

    private function __construct(private readonly Settings $settings, private readonly Database $database, private readonly string $before)
    {
    }

    /** To be called as early as possible; only the first call of a request does something. */
    public static function begin(): void
    {
        if (self::$ofThisRequest !== null) {
            return;
        }
        try {
            $settings = Settings::now();
            if (!$settings->canNotify()) {
                return;
            }
            $database = Database::open();
            self::$ofThisRequest = new self($settings, $database, Fingerprint::of($database));
            register_shutdown_function([self::$ofThisRequest, 'end']);
        } catch (\Throwable) {
            // Without a database there is nothing to save either
        }
    }

    /** That something changed which only the plugin knows. */
    public static function changed(): void
    {
        self::begin();
        if (self::$ofThisRequest !== null) {
            self::$ofThisRequest->isCertain = true;
        }
    }

    public function end(): void
    {
        try {
            if ($this->isCertain || Fingerprint::of($this->database) !== $this->before) {
                self::letTheAnswerGo();
                Notice::send($this->settings);
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
