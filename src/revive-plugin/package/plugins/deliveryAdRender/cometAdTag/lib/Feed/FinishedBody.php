<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** A written feed and its strong ETag. */
final class FinishedBody
{
    /** @param resource $middle */
    public function __construct(
        public readonly string $etag,
        private readonly string $head,
        private readonly mixed $middle,
        private readonly string $foot,
    ) {
    }

    public function send(): void
    {
        header('Content-Length: ' . (strlen($this->head) + fstat($this->middle)['size'] + strlen($this->foot)));
        echo $this->head;
        rewind($this->middle);
        fpassthru($this->middle);
        echo $this->foot;
    }
}
