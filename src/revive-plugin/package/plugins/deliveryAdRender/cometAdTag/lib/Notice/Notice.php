<?php

declare(strict_types=1);

namespace CometAdTag\Notice;

use CometAdTag\Log;
use CometAdTag\Settings;

/** Tells the rotation service that campaigns have changed: POST /api/v1/campaigns/pull. Whatever comes of it, the save is done. */
final class Notice
{
    public const CONNECT_SECONDS = 1.0;
    public const WHOLE_SECONDS = 2.0;
    private const PATH = '/api/v1/campaigns/pull';

    public static function send(Settings $settings): void
    {
        self::sendBy(function_exists('curl_init') ? 'byCurl' : 'bySocket', $settings);
    }

    public static function sendBy(string $way, Settings $settings): void
    {
        if (!$settings->canNotify()) {
            return;
        }
        try {
            $outcome = $way === 'byCurl' ? self::byCurl($settings) : self::bySocket($settings);
        } catch (\Throwable $error) {
            $outcome = $error->getMessage();
        }
        if ($outcome === null) {
            Log::over('notice', 'the rotation service takes change notices again');
        } else {
            Log::error('notice', "the change notice to {$settings->serviceUrl} did not succeed: $outcome. The service pulls by itself all the same.");
        }
    }

    /** @return string|null what went wrong */
    private static function byCurl(Settings $settings): ?string
    {
        $call = curl_init($settings->serviceUrl . self::PATH);
        curl_setopt_array($call, [
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => '',
            CURLOPT_HTTPHEADER => ['Authorization: Bearer ' . $settings->serviceKey, 'Expect:'],
            CURLOPT_USERAGENT => 'CometAdTag-Revive',
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_CONNECTTIMEOUT_MS => (int) (self::CONNECT_SECONDS * 1000),
            CURLOPT_TIMEOUT_MS => (int) (self::WHOLE_SECONDS * 1000),
            CURLOPT_NOSIGNAL => true,
        ]);
        $isAnswered = curl_exec($call) !== false;

        return $isAnswered ? self::problem((int) curl_getinfo($call, CURLINFO_RESPONSE_CODE)) : curl_error($call);
    }

    /** For a PHP without curl. */
    private static function bySocket(Settings $settings): ?string
    {
        $until = microtime(true) + self::WHOLE_SECONDS;
        $to = parse_url($settings->serviceUrl);
        $isSecure = strtolower($to['scheme']) === 'https';
        $port = $to['port'] ?? ($isSecure ? 443 : 80);
        $socket = @stream_socket_client(($isSecure ? 'tls' : 'tcp') . "://{$to['host']}:$port", $code, $message, self::CONNECT_SECONDS);
        if ($socket === false) {
            return $message !== '' ? $message : "connecting failed ($code)";
        }
        $host = $to['host'] . (isset($to['port']) ? ":$port" : '');
        fwrite($socket, 'POST ' . ($to['path'] ?? '') . self::PATH . " HTTP/1.1\r\nHost: $host\r\nAuthorization: Bearer {$settings->serviceKey}\r\n"
            . "User-Agent: CometAdTag-Revive\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        $left = max(0.001, $until - microtime(true));
        stream_set_timeout($socket, (int) $left, (int) (fmod($left, 1) * 1e6));
        $line = (string) fgets($socket, 256);
        fclose($socket);

        return preg_match('~^HTTP/1\.[01] (\d{3})~', $line, $found) === 1 ? self::problem((int) $found[1]) : 'no answer in time';
    }

    private static function problem(int $status): ?string
    {
        return $status >= 200 && $status < 300 ? null : match ($status) {
            401, 403 => "it answered $status: the service key in the plugin's settings is not one of the service's with the role adserver",
            default => "it answered $status",
        };
    }
}
