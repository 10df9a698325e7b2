<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** The words for Revive's numbers; delivery takes 0 and below for running. */
final class Status
{
    public const EXPIRED = 3;

    public static function of(int $status): string
    {
        return match (true) {
            $status <= 0 => 'running',
            $status === 1 => 'paused',
            $status === 2 => 'awaiting',
            $status === self::EXPIRED => 'expired',
            default => 'inactive',
        };
    }
}
