<?php

declare(strict_types=1);

namespace CometAdTag;

/** What the administrator entered on the plugin's settings page. */
final class Settings
{
    public const GROUP = 'cometAdTag';
    public const SHORTEST_KEY = 16;

    public function __construct(
        public readonly string $serviceUrl,
        public readonly string $serviceKey,
        public readonly string $pluginKey,
    ) {
    }

    /** @param array<string, mixed> $conf Revive's configuration */
    public static function of(array $conf): self
    {
        $text = static fn (string $key): string => trim((string) ($conf[self::GROUP][$key] ?? ''));

        return new self(rtrim($text('serviceUrl'), '/'), $text('serviceKey'), $text('pluginKey'));
    }

    public static function now(): self
    {
        return self::of($GLOBALS['_MAX']['CONF']);
    }

    public static function isEnabled(): bool
    {
        return !empty($GLOBALS['_MAX']['CONF']['pluginGroupComponents'][self::GROUP]);
    }

    public function canNotify(): bool
    {
        return self::serviceUrlProblem($this->serviceUrl) === null && $this->serviceKey !== '';
    }

    public static function serviceUrlProblem(string $url): ?string
    {
        $parts = parse_url($url);
        $isAddress = preg_match('~^https?://[^\s/?#@\\\\"\'<>]+(/[^\s?#\\\\"\'<>]*)?$~iD', $url) === 1 && $parts !== false;

        return $isAddress ? null : 'Service address: enter an address such as https://ads.example, without "?" or "#".';
    }

    public static function keyProblem(string $name, string $key): ?string
    {
        return match (true) {
            strlen($key) < self::SHORTEST_KEY => "$name: at least " . self::SHORTEST_KEY . ' characters are needed.',
            preg_match('~^[A-Za-z0-9._\~+/=-]{1,200}$~D', $key) !== 1 =>
                "$name: only letters, digits and . _ ~ + / = - can be used, at most 200.",
            default => null,
        };
    }
}
