<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

/** A batch that says something else than the format allows. */
final class BadBatch extends \RuntimeException
{
    public function __construct(string $message, public readonly int $status = 400)
    {
        parent::__construct($message);
    }
}
