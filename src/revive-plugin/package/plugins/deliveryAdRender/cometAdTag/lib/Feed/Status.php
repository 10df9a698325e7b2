<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** The words for Revive's numbers; delivery takes 0 and below for running. */
final class Status
{
    public static function of(int $status): string
    {
        return match (true) {
            $status <= 0 => 'running',
            $status === 1 => 'paused',
            $status === 2 => 'awaiting',
            $status === 3 => 'expired',
            default => 'inactive',
        };
    }
}
