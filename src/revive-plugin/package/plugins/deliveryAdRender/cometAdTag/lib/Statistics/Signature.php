<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

/** X-Comet-Signature: sha256=<hex HMAC-SHA256(plugin key, body)> */
final class Signature
{
    /** What is wrong with it, null if it is the right one. */
    public static function problem(string $header, string $body, string $key): ?string
    {
        if ($header === '') {
            return 'No X-Comet-Signature header arrived.';
        }
        $isRight = hash_equals('sha256=' . hash_hmac('sha256', $body, $key), strtolower(trim($header)));

        return $isRight ? null : 'The signature was not made from this body with the plugin key.';
    }
}
