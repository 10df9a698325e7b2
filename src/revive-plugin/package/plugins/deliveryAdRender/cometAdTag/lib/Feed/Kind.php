<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** By which of its functions Revive's delivery renders a banner. */
enum Kind
{
    case Image;
    case Html;
    case Text;

    private const IMAGES = ['gif', 'jpeg', 'png', 'webp', 'avif'];

    /**
     * @param array<string, string|null> $row
     * @return self|null null for the banner type of another plugin, which renders it in a way of its own
     */
    public static function of(array $row): ?self
    {
        $type = (string) $row['ext_bannertype'];
        if ($type !== '') {
            return match (strtolower($type)) {
                'bannertypehtml:oxhtml:generichtml' => self::Html,
                'bannertypetext:oxtext:generictext' => self::Text,
                default => null,
            };
        }

        return match (true) {
            in_array($row['contenttype'], self::IMAGES, true), $row['storagetype'] === 'url' => self::Image,
            $row['contenttype'] === 'txt', $row['storagetype'] === 'txt' => self::Text,
            default => self::Html,
        };
    }
}
