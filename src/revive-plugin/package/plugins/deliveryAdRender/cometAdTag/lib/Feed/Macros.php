<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** The macros that Revive knows and the rotation service does not: what they stand for is written into the HTML here. */
final class Macros
{
    // The service counts impressions itself: where a creative asks for the address of Revive's beacon, it gets an empty picture
    private const NO_BEACON = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

    private const CLICK_WITH_DESTINATION = '~\{clickurl(|_enc|_html)\}((?i:(?:https?(?::|%3a))?(?://|%2f%2f))[^\s\'"<>]+)~';
    private const KNOWN_TO_REVIVE = '~\{(?:target|rel|url_prefix|img_url_prefix|advertiserid|websiteid|source|referer|logurl|logurl_enc|logurl_html)\}~';

    /** @param array<string, string|null> $row */
    public static function resolve(string $html, array $row, Surroundings $surroundings, Place $place): string
    {
        $html = preg_replace_callback(self::CLICK_WITH_DESTINATION, self::click(...), $html) ?? $html;
        $values = [
            '{target}' => CreativeHtml::attribute($row['target'] ?: '_blank'),
            '{rel}' => CreativeHtml::attribute($place->linkRelation),
            '{url_prefix}' => $place->delivery,
            '{img_url_prefix}' => $place->images,
            '{advertiserid}' => (string) $surroundings->advertiser,
            '{websiteid}' => $surroundings->website,
            '{source}' => '',
            '{referer}' => '',
            '{logurl}' => self::NO_BEACON,
            '{logurl_enc}' => urlencode(self::NO_BEACON),
            '{logurl_html}' => self::NO_BEACON,
        ];

        return preg_replace_callback(self::KNOWN_TO_REVIVE, static fn (array $found): string => $values[$found[0]], $html) ?? $html;
    }

    /**
     * A click that names its destination: the service signs {clickurl}DEST in plain text, and {clickurl_enc}DEST, which stands inside
     * another server's address, escaped.
     *
     * @param array<int, string> $found
     */
    private static function click(array $found): string
    {
        [, $form, $destination] = $found;
        $plain = str_contains($destination, '://') || str_starts_with($destination, '//') ? $destination : urldecode($destination);
        if (str_starts_with($plain, '//')) {
            $plain = "https:$plain";
        }

        return $form === '_enc' ? '{clickurl_enc}' . rawurlencode($plain) : '{clickurl}' . $plain;
    }
}
