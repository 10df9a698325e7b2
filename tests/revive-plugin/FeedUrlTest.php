<?php

declare(strict_types=1);

use CometAdTag\Feed\FeedUrl;
use PHPUnit\Framework\TestCase;

final class FeedUrlTest extends TestCase
{
    public function test_addresses_are_taken_as_they_are(): void
    {
        foreach (['http://a.example', 'https://a.example:8443/x?y=1&z=%20#t', 'https://xn--e1afmkfd.example/', 'http://[::1]:80/x', 'https://münchen.example/ä'] as $url) {
            self::assertSame($url, FeedUrl::of($url));
        }
    }

    public function test_what_people_enter_beside_the_address_is_mended(): void
    {
        self::assertSame('https://a.example/x', FeedUrl::of(" https://a.example/x\r\n"));
        self::assertSame('https://a.example/a%20b', FeedUrl::of('https://a.example/a b'));
        self::assertSame('https://a.example/x', FeedUrl::of('//a.example/x'));
    }

    public function test_what_is_none_would_make_the_service_refuse_the_whole_feed_and_is_left_out(): void
    {
        foreach (['', 'a.example', 'mailto:a@b.example', 'javascript:alert(1)', 'http://', 'https:///x', 'http://a b/', 'http://a..b/', 'http://a:99999/',
            'http://{domain}/x', "http://a.example/\xff", 'http://-/'] as $entered) {
            self::assertNull(FeedUrl::of($entered), $entered);
        }
    }
}
