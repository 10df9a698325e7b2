<?php

declare(strict_types=1);

namespace CometAdTag;

/** One answer of an endpoint: a status, a JSON body, headers. */
final class Answer
{
    /** @param array<string, string> $headers */
    public function __construct(
        public readonly int $status,
        public readonly string $body = '',
        public readonly array $headers = [],
    ) {
    }

    /** @param array<string, mixed> $body */
    public static function json(array $body, int $status = 200): self
    {
        return new self($status, Json::encode($body) . "\n");
    }

    public static function error(int $status, string $error): self
    {
        $headers = $status === 503 ? ['Retry-After' => '5'] : [];

        return new self($status, Json::encode(['error' => $error]) . "\n", $headers);
    }

    public function send(): void
    {
        http_response_code($this->status);
        header('Content-Type: application/json');
        header('Cache-Control: no-store');
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        if ($this->status !== 304) {
            header('Content-Length: ' . strlen($this->body));
            echo $this->body;
        }
    }
}
