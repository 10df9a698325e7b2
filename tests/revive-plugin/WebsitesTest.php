<?php

declare(strict_types=1);

use CometAdTag\Feed\Websites;
use PHPUnit\Framework\TestCase;

final class WebsitesTest extends TestCase
{
    public function test_a_website_lets_its_pages_in_with_both_schemes_and_with_or_without_www(): void
    {
        $all = ['https://news.example', 'http://news.example', 'https://www.news.example', 'http://www.news.example'];
        self::assertSame($all, Websites::origins('http://news.example/path?x#y'));
        self::assertSame($all, Websites::origins('news.example'));
        self::assertEqualsCanonicalizing($all, Websites::origins('HTTPS://WWW.News.example'));
    }

    public function test_a_port_belongs_to_the_origin_and_an_address_or_a_local_name_has_no_www(): void
    {
        self::assertSame(['https://127.0.0.1:8480', 'http://127.0.0.1:8480'], Websites::origins('http://127.0.0.1:8480/x'));
        self::assertSame(['https://localhost', 'http://localhost'], Websites::origins('http://localhost'));
        self::assertSame(['https://[::1]:8080', 'http://[::1]:8080'], Websites::origins('http://[::1]:8080/'));
    }

    public function test_what_is_no_address_gives_no_origin(): void
    {
        foreach (['', 'http://', 'not a site', 'ftp://x.example', 'http://x.example:99999', 'http://*.example', '...'] as $entered) {
            self::assertSame([], Websites::origins($entered), $entered);
        }
    }

    public function test_a_name_and_password_never_reach_the_origin(): void
    {
        self::assertSame('https://news.example', Websites::origins('http://me:secret@news.example/')[0]);
    }
}
