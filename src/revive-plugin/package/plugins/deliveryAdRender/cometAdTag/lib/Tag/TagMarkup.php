<?php

declare(strict_types=1);

namespace CometAdTag\Tag;

/** What a publisher pastes into a page. */
final class TagMarkup
{
    public static function slot(int $zone, int $width, int $height): string
    {
        return '<ins class="comet-ad" data-comet-zone="' . $zone . '" style="' . self::style($width, $height) . '"></ins>';
    }

    public static function script(string $serviceUrl): string
    {
        return '<script async src="' . htmlspecialchars(rtrim($serviceUrl, '/'), ENT_QUOTES) . '/comet.js"></script>';
    }

    /** A zone without a fixed side has none to reserve: the publisher's own style sheet has to. */
    public static function hasSize(int $width, int $height): bool
    {
        return $width > 0 && $height > 0;
    }

    private static function style(int $width, int $height): string
    {
        return 'display:block' . ($width > 0 ? ";width:{$width}px" : '') . ($height > 0 ? ";height:{$height}px" : '');
    }
}
