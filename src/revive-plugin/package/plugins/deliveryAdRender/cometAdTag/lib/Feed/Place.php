<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Settings;

/** Where this Revive is, as the pages of its websites reach it. */
final class Place
{
    public function __construct(
        public readonly string $images,
        public readonly string $delivery,
        public readonly string $imageFile,
        public readonly string $linkRelation,
        public readonly string $version,
        public readonly string $defaultImage,
        public readonly string $suspendedHtml,
        public readonly string $inactiveHtml,
        public readonly int $intervalMinutes,
        public readonly int $now,
    ) {
    }

    public static function here(Settings $settings): self
    {
        $conf = $GLOBALS['_MAX']['CONF'];
        $isSecure = !empty($GLOBALS['_MAX']['SSL_REQUEST']) || str_starts_with(strtolower($settings->serviceUrl), 'https:');

        return self::of($conf, $isSecure, defined('VERSION') ? VERSION : self::versionFromFile(), time());
    }

    /** @param array<string, mixed> $conf Revive's configuration */
    public static function of(array $conf, bool $isSecure, string $version, int $now): self
    {
        $at = static fn (string $path): string => $isSecure
            ? 'https://' . rtrim((string) $conf['webpath'][$path . 'SSL'], '/')
            : 'http://' . rtrim((string) $conf['webpath'][$path], '/');
        $default = $conf['defaultBanner'] ?? [];

        return new self(
            $at('images'),
            $at('delivery'),
            (string) $conf['file']['image'],
            (string) ($conf['delivery']['relAttribute'] ?? 'noopener nofollow'),
            $version,
            (string) ($default['imageUrl'] ?? ''),
            (string) ($default['suspendedAccountHtmlBanner'] ?? ''),
            (string) ($default['inactiveAccountHtmlBanner'] ?? ''),
            max(1, (int) ($conf['maintenance']['operationInterval'] ?? 60)),
            $now,
        );
    }

    private static function versionFromFile(): string
    {
        // The delivery does not define Revive's version; constants.php does when it is asked to
        require_once MAX_PATH . '/constants.php';
        if (!defined('VERSION') && function_exists('setupConstants')) {
            setupConstants();
        }

        return defined('VERSION') ? VERSION : '';
    }
}
