<?php

declare(strict_types=1);

namespace CometAdTag;

/** The key of a request, from wherever the web server leaves the Authorization header. */
final class Bearer
{
    /** What is wrong with the request's key, null if it is the right one. */
    public static function problem(string $expected): ?string
    {
        $header = self::header();
        if ($header === null) {
            return 'No Authorization header arrived. If the service sends one, the web server drops it: '
                . 'Apache needs "CGIPassAuth On" or SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1';
        }
        $isRight = preg_match('~^Bearer\s+(\S+)\s*$~iD', $header, $found) === 1 && hash_equals($expected, $found[1]);

        return $isRight ? null : 'An Authorization header arrived, but not with the plugin key.';
    }

    private static function header(): ?string
    {
        foreach (['HTTP_AUTHORIZATION', 'REDIRECT_HTTP_AUTHORIZATION'] as $name) {
            if (!empty($_SERVER[$name])) {
                return (string) $_SERVER[$name];
            }
        }
        $headers = function_exists('getallheaders') ? array_change_key_case(getallheaders()) : [];

        return isset($headers['authorization']) ? (string) $headers['authorization'] : null;
    }
}
