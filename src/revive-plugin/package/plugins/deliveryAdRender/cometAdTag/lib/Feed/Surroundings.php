<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** What comes to a creative from outside its own row. */
final class Surroundings
{
    public function __construct(
        public readonly string $before = '',
        public readonly string $after = '',
        public readonly string $website = '',
        public readonly int $advertiser = 0,
    ) {
    }
}
