<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\State;

/** When a feed was first written: the same content keeps its time, so that the same ETag always means the same bytes. */
final class Stamp
{
    private const NAME = 'feed';

    public function __construct(private readonly State $state)
    {
    }

    public function of(string $digest): string
    {
        $kept = explode(' ', (string) $this->state->of(self::NAME), 2);
        if ($kept[0] === $digest && isset($kept[1])) {
            return $kept[1];
        }
        $now = gmdate('Y-m-d\TH:i:s\Z');
        $this->state->keep(self::NAME, "$digest $now");

        return $now;
    }
}
