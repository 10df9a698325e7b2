<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** One creative of the feed, from its row. */
final class Creative
{
    /**
     * @param array<string, string|null> $row
     * @return array<string, mixed>|string the reason why the feed cannot express it
     */
    public static function of(array $row, Surroundings $surroundings, Place $place): array|string
    {
        [$width, $height] = [(int) $row['width'], (int) $row['height']];
        if ($width < 1 || $height < 1 || max($width, $height) > 10000) {
            return "a size of $width x $height";
        }
        $content = self::content($row, $surroundings, $place);
        if (is_string($content)) {
            return $content;
        }

        return [
            'id' => (int) $row['bannerid'],
            'campaign' => (int) $row['campaignid'],
            'name' => (string) $row['description'],
            ...$content,
            'width' => $width,
            'height' => $height,
            'weight' => max(0, (int) $row['weight']),
            'status' => Status::of((int) $row['status']),
            ...array_filter(['cap' => Cap::of($row)]),
        ];
    }

    /**
     * @param array<string, string|null> $row
     * @return array<string, string>|string
     */
    private static function content(array $row, Surroundings $surroundings, Place $place): array|string
    {
        $kind = Kind::of($row);
        if ($kind === null) {
            return 'the banner type ' . $row['ext_bannertype'];
        }
        $destination = FeedUrl::of((string) $row['url']);
        $image = $kind === Kind::Image ? self::image($row, $place) : null;
        if ($kind === Kind::Image && $image === null) {
            return 'an image without a usable address';
        }
        $before = $surroundings->before . $row['prepend'];
        $after = $row['append'] . $surroundings->after;
        if ($image !== null && $destination !== null && $before . $after === '') {
            return ['type' => 'image', 'image' => $image, 'alt' => (string) $row['alt'], 'destination' => $destination];
        }
        $inner = match ($kind) {
            Kind::Image => CreativeHtml::image($image, $row, $destination !== null),
            Kind::Text => CreativeHtml::text($row, $destination !== null),
            Kind::Html => (string) $row['htmlcache'],
        };
        $html = Macros::resolve($before . $inner . $after, $row, $surroundings, $place);
        if (trim($html) === '' || strlen($html) > CreativeHtml::LARGEST) {
            return trim($html) === '' ? 'no HTML' : 'HTML of ' . strlen($html) . ' bytes, more than ' . CreativeHtml::LARGEST;
        }

        return ['type' => 'html', 'html' => $html, ...($destination === null ? [] : ['destination' => $destination])];
    }

    /** @param array<string, string|null> $row */
    private static function image(array $row, Place $place): ?string
    {
        $file = (string) $row['filename'];

        return match ($row['storagetype']) {
            'url' => FeedUrl::of((string) $row['imageurl']),
            'web' => $file === '' ? null : FeedUrl::of("{$place->images}/$file"),
            'sql' => $file === '' ? null : FeedUrl::of("{$place->delivery}/{$place->imageFile}?"
                . http_build_query(['filename' => $file, 'contenttype' => (string) $row['contenttype']])),
            default => null,
        };
    }
}
