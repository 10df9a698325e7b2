<?php

declare(strict_types=1);

use CometAdTag\Log;
use CometAdTag\Notice\Notice;
use CometAdTag\Settings;
use PHPUnit\Framework\TestCase;

final class NoticeTest extends TestCase
{
    private const KEY = 'a-service-key-of-24-chars';

    protected function setUp(): void
    {
        OA::$log = [];
        Log::forgetAll();
    }

    public function test_the_service_is_told_by_an_empty_post_with_the_service_key(): void
    {
        foreach (['curl', 'socket'] as $way) {
            $request = $this->tell($way, 202);
            self::assertStringStartsWith("POST /below/api/v1/campaigns/pull HTTP/1.1\r\n", $request, $way);
            self::assertStringContainsString("\r\nAuthorization: Bearer " . self::KEY . "\r\n", $request, $way);
            self::assertStringContainsStringIgnoringCase("\r\nContent-Length: 0\r\n", $request, $way);
            self::assertSame([], OA::$log, $way);
        }
    }

    public function test_an_answer_that_is_no_success_is_logged_once_without_the_key(): void
    {
        foreach (['curl', 'socket'] as $way) {
            OA::$log = [];
            Log::forgetAll();
            $this->tell($way, 401);
            $this->tell($way, 500);
            self::assertCount(1, OA::$log, $way);
            self::assertStringContainsString('it answered 401', OA::$log[0]);
            self::assertStringNotContainsString(self::KEY, OA::$log[0]);
        }
    }

    public function test_a_service_that_takes_notices_again_is_logged_too(): void
    {
        $this->tell('curl', 503);
        $this->tell('curl', 202);
        $this->tell('curl', 202);
        self::assertSame('CometAdTag: the rotation service takes change notices again', OA::$log[1]);
        self::assertCount(2, OA::$log);
    }

    public function test_a_service_that_does_not_answer_holds_nobody_up_for_long(): void
    {
        foreach (['curl', 'socket'] as $way) {
            $began = microtime(true);
            $this->tell($way, 202, 2.4);
            // The stand-in itself ends after its wait; the notice gave up before
            self::assertLessThan(2.3, self::$took, $way);
            self::assertGreaterThan(1.0, self::$took, $way);
            self::assertLessThan(10, microtime(true) - $began);
        }
        self::assertCount(1, OA::$log);
    }

    public function test_a_service_that_is_not_there_is_no_trouble(): void
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $port = substr(strrchr((string) stream_socket_get_name($server, false), ':'), 1);
        fclose($server);
        $began = microtime(true);
        Notice::send(new Settings("http://127.0.0.1:$port", self::KEY, ''));
        self::assertLessThan(1, microtime(true) - $began);
        self::assertStringContainsString('did not succeed', OA::$log[0]);
    }

    public function test_without_an_address_or_a_key_nobody_is_told(): void
    {
        Notice::send(new Settings('', self::KEY, ''));
        Notice::send(new Settings('http://127.0.0.1:1', '', ''));
        self::assertSame([], OA::$log);
    }

    private static float $took = 0;

    private function tell(string $way, int $status, float $wait = 0): string
    {
        $server = popen('php ' . escapeshellarg(__DIR__ . '/one-request.php') . " $status $wait", 'r');
        $settings = new Settings('http://127.0.0.1:' . trim((string) fgets($server)) . '/below', self::KEY, '');
        $began = microtime(true);
        if ($way === 'curl') {
            Notice::send($settings);
        } else {
            Notice::sendBy('bySocket', $settings);
        }
        self::$took = microtime(true) - $began;
        $request = (string) stream_get_contents($server);
        pclose($server);

        return $request;
    }
}
