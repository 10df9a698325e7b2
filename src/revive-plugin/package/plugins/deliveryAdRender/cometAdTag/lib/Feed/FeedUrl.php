<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** An absolute http or https address as the feed takes it, from what people enter. */
final class FeedUrl
{
    public static function of(string $entered): ?string
    {
        $url = trim($entered);
        if (str_starts_with($url, '//')) {
            $url = "https:$url";
        }
        $url = preg_replace('~[\x00-\x20\x7f]+~', '%20', $url) ?? '';
        $isSound = preg_match('~^https?://(?:[^\s/?#@\\\\]*@)?([\p{L}\p{N}._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(?:[/?#]|$)~iu', $url, $found) === 1
            && (int) ($found[2] ?? 0) <= 65535
            && trim($found[1], '.-_') !== ''
            && !str_contains($found[1], '..')
            && preg_match('~[\x{0080}-\x{009f}]~u', $url) !== 1;

        return $isSound ? $url : null;
    }
}
