<?php

declare(strict_types=1);

use CometAdTag\Answer;
use CometAdTag\Bearer;
use CometAdTag\DatabaseError;
use CometAdTag\Door;
use CometAdTag\Log;
use CometAdTag\Statistics\Signature;
use PHPUnit\Framework\TestCase;

final class DoorTest extends TestCase
{
    private const KEY = 'a-plugin-key-of-32-characters-xx';

    private array $conf;

    protected function setUp(): void
    {
        $this->conf = $GLOBALS['_MAX']['CONF'];
        OA::$log = [];
        Log::forgetAll();
        unset($_SERVER['HTTP_AUTHORIZATION'], $_SERVER['REDIRECT_HTTP_AUTHORIZATION']);
    }

    protected function tearDown(): void
    {
        $GLOBALS['_MAX']['CONF'] = $this->conf;
    }

    public function test_a_plugin_that_is_not_enabled_or_has_no_key_serves_nothing(): void
    {
        $serves = static fn () => new Answer(200, '{}');
        self::assertSame(200, Door::answer($serves)->status);
        foreach (['', 'short', str_repeat(' ', 40)] as $key) {
            $GLOBALS['_MAX']['CONF']['cometAdTag']['pluginKey'] = $key;
            self::assertSame(503, Door::answer($serves)->status);
            self::assertStringContainsString('Plugin key', Door::answer($serves)->body);
        }
        $GLOBALS['_MAX']['CONF']['pluginGroupComponents']['cometAdTag'] = '0';
        self::assertStringContainsString('not enabled', Door::answer($serves)->body);
    }

    public function test_a_delivery_server_of_distributed_statistics_sends_to_the_central_one(): void
    {
        $GLOBALS['_MAX']['CONF']['lb']['enabled'] = '1';
        $answer = Door::answer(static fn () => new Answer(200, '{}'));
        self::assertSame(503, $answer->status);
        self::assertStringContainsString('central server', $answer->body);
    }

    public function test_a_database_that_is_away_is_503_and_logged_once_however_many_ask(): void
    {
        for ($request = 0; $request < 5; $request++) {
            $answer = Door::answer(static fn () => throw new DatabaseError('gone away'));
            self::assertSame([503, '5'], [$answer->status, $answer->headers['Retry-After']]);
        }
        self::assertSame(['CometAdTag: the database did not answer: gone away'], OA::$log);
        Log::over('database', 'the database answers again');
        Log::over('database', 'the database answers again');
        self::assertSame('CometAdTag: the database answers again', end(OA::$log));
        self::assertCount(2, OA::$log);
    }

    public function test_a_mistake_in_the_plugin_is_500_and_says_no_more_than_that(): void
    {
        $answer = Door::answer(static fn () => throw new LogicException('a secret'));
        self::assertSame(500, $answer->status);
        self::assertStringNotContainsString('secret', $answer->body);
    }

    public function test_the_key_is_found_wherever_the_web_server_leaves_it(): void
    {
        foreach (['HTTP_AUTHORIZATION', 'REDIRECT_HTTP_AUTHORIZATION'] as $name) {
            $_SERVER[$name] = 'Bearer ' . self::KEY;
            self::assertNull(Bearer::problem(self::KEY));
            $_SERVER[$name] = 'bearer  ' . self::KEY . ' ';
            self::assertNull(Bearer::problem(self::KEY));
            unset($_SERVER[$name]);
        }
    }

    public function test_a_header_that_did_not_arrive_is_told_from_a_wrong_key(): void
    {
        self::assertStringContainsString('CGIPassAuth', (string) Bearer::problem(self::KEY));
        foreach (['Bearer wrong', 'Basic ' . self::KEY, self::KEY, 'Bearer ' . self::KEY . 'x', 'Bearer'] as $header) {
            $_SERVER['HTTP_AUTHORIZATION'] = $header;
            self::assertStringStartsWith('An Authorization header arrived', (string) Bearer::problem(self::KEY), $header);
        }
    }

    public function test_a_signature_is_that_of_these_bytes_and_this_key(): void
    {
        $right = 'sha256=' . hash_hmac('sha256', '{"a":1}', self::KEY);
        self::assertNull(Signature::problem($right, '{"a":1}', self::KEY));
        self::assertNull(Signature::problem(strtoupper($right), '{"a":1}', self::KEY));
        self::assertNotNull(Signature::problem($right, '{"a":2}', self::KEY));
        self::assertNotNull(Signature::problem($right, '{"a":1}', self::KEY . 'x'));
        self::assertNotNull(Signature::problem(substr($right, 7), '{"a":1}', self::KEY));
        self::assertSame('No X-Comet-Signature header arrived.', Signature::problem('', '{"a":1}', self::KEY));
    }
}
