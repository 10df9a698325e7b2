<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Json;

/** The text of a feed while it is written: on disk past 8 MB, hashed on the way, so that 10,000 creatives need little memory. */
final class FeedBody
{
    private const IN_MEMORY = 8 * 1024 * 1024;

    /** @var resource */
    private $text;

    private readonly \HashContext $hash;

    public function __construct()
    {
        $this->text = fopen('php://temp/maxmemory:' . self::IN_MEMORY, 'w+b');
        $this->hash = hash_init('sha256');
    }

    public function member(string $name, mixed $value): void
    {
        $this->write(',' . Json::encode($name) . ':' . Json::encode($value));
    }

    /** @param iterable<mixed> $items each written as it comes */
    public function list(string $name, iterable $items): void
    {
        $this->write(',' . Json::encode($name) . ':[');
        $separator = '';
        foreach ($items as $item) {
            $this->write($separator . Json::encode($item));
            $separator = ',';
        }
        $this->write(']');
    }

    public function finish(Stamp $stamp): FinishedBody
    {
        $digest = substr(hash_final($this->hash), 0, 32);
        $head = '{"version":1,"generatedAt":' . Json::encode($stamp->of($digest));

        return new FinishedBody('"' . $digest . '"', $head, $this->text, "}\n");
    }

    private function write(string $text): void
    {
        hash_update($this->hash, $text);
        if (fwrite($this->text, $text) !== strlen($text)) {
            throw new \RuntimeException('no room for the feed in the folder of temporary files');
        }
    }
}
