<?php

declare(strict_types=1);

namespace CometAdTag;

/** JSON text without white space; bytes that are no UTF-8 become the replacement character rather than an error. */
final class Json
{
    public static function encode(mixed $value): string
    {
        return json_encode(
            $value,
            JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR,
        );
    }
}
