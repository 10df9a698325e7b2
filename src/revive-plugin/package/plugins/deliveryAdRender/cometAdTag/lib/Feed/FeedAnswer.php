<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

/** A feed on its way out, or the word that the service has it already. */
final class FeedAnswer
{
    public function __construct(private readonly FinishedBody $body, private readonly string $ifNoneMatch)
    {
    }

    public function send(): void
    {
        header('ETag: ' . $this->body->etag);
        header('Cache-Control: no-cache');
        header('Vary: Authorization');
        if ($this->isKnown()) {
            http_response_code(304);

            return;
        }
        http_response_code(200);
        header('Content-Type: application/json');
        $this->body->send();
    }

    private function isKnown(): bool
    {
        // Apache's mod_deflate writes its own name into the tag of what it compresses, and does not take it out again
        $known = array_map(static fn (string $tag): string => preg_replace('~^W/|-(?:gzip|br)(?="$)~', '', trim($tag)), explode(',', $this->ifNoneMatch));

        return in_array($this->body->etag, $known, true) || in_array('*', $known, true);
    }
}
