<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

/** A full hour in UTC, as it is written in batches and answers. */
final class Hour
{
    public const EXAMPLE = '2026-11-22T15:00:00Z';

    /** Unix time, null where it is none. */
    public static function read(mixed $text): ?int
    {
        if (!is_string($text) || preg_match('~^(\d{4})-(\d\d)-(\d\d)T(\d\d):00:00Z$~D', $text, $part) !== 1) {
            return null;
        }
        [, $year, $month, $day, $hour] = array_map('intval', $part);

        return checkdate($month, $day, $year) && $hour < 24 && $year >= 1970 ? gmmktime($hour, 0, 0, $month, $day, $year) : null;
    }

    public static function sql(int $hour): string
    {
        return gmdate("'Y-m-d H:i:s'", $hour);
    }
}
