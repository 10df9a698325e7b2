<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Json;

/** The text of a feed while it is written: on disk past 8 MB, hashed on the way, so that 10,000 creatives need little memory. */
final class FeedBody
{
    private const IN_MEMORY = 8 * 1024 * 1024;
    private const A_PIECE = 64 * 1024;

    /** @var resource */
    private $text;

    private readonly \HashContext $hash;

    private string $pending = '';

    public function __construct()
    {
        $this->text = fopen('php://temp/maxmemory:' . self::IN_MEMORY, 'w+b');
        $this->hash = hash_init('xxh128');
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
        $this->flush();
        $digest = hash_final($this->hash);
        $head = '{"version":1,"generatedAt":' . Json::encode($stamp->of($digest));

        return new FinishedBody('"' . $digest . '"', $head, $this->text, "}\n");
    }

    private function write(string $text): void
    {
        $this->pending .= $text;
        if (strlen($this->pending) >= self::A_PIECE) {
            $this->flush();
        }
    }

    private function flush(): void
    {
        hash_update($this->hash, $this->pending);
        if (fwrite($this->text, $this->pending) !== strlen($this->pending)) {
            throw new \RuntimeException('no room for the feed in the folder of temporary files');
        }
        $this->pending = '';
    }
}
