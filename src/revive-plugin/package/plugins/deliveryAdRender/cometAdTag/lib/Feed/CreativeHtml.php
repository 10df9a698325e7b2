<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** The HTML that delivery makes of banners that are not HTML themselves. */
final class CreativeHtml
{
    public const LARGEST = 262144;

    public static function attribute(string $text): string
    {
        return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
    }

    /** @param array<string, string|null> $row */
    public static function image(string $image, array $row, bool $hasLink): string
    {
        $alt = self::attribute((string) $row['alt']);
        $picture = '<img src="' . self::attribute($image) . '" width="' . (int) $row['width'] . '" height="' . (int) $row['height']
            . "\" alt=\"$alt\" title=\"$alt\" style=\"border:0\">";

        return $hasLink ? self::link($picture) : $picture;
    }

    /** @param array<string, string|null> $row */
    public static function text(array $row, bool $hasLink): string
    {
        $text = (string) $row['bannertext'];

        return $text !== '' && $hasLink ? self::link($text) : $text;
    }

    private static function link(string $inner): string
    {
        return '<a href="{clickurl_html}" target="{target}" rel="{rel}">' . $inner . '</a>';
    }
}
