<?php

declare(strict_types=1);

use CometAdTag\Feed\Macros;
use CometAdTag\Feed\Surroundings;
use PHPUnit\Framework\TestCase;

final class MacrosTest extends TestCase
{
    public function test_macros_of_the_service_are_left_to_it(): void
    {
        $html = '{clickurl} {clickurl_enc} {clickurl_html} {timestamp} {random} {pageurl} {zoneid} {bannerid} {campaignid} {width} {height} {team}';
        self::assertSame($html, self::resolve($html));
    }

    public function test_macros_that_only_revive_knows_are_written_out(): void
    {
        self::assertSame('_top noopener nofollow', self::resolve('{target} {rel}', '_top'));
        self::assertSame('https://ads.example/delivery https://cdn.example/images', self::resolve('{url_prefix} {img_url_prefix}'));
        self::assertSame('advertiser 7, website 3', self::resolve('advertiser {advertiserid}, website {websiteid}'));
    }

    public function test_revives_beacon_is_not_called_since_the_service_counts(): void
    {
        self::assertStringNotContainsString('lg.php', self::resolve('<img src="{logurl}"><img src="x?{logurl_enc}">'));
        self::assertStringStartsWith('<img src="data:image/gif;base64,', self::resolve('<img src="{logurl_html}">'));
    }

    public function test_a_click_with_a_destination_is_written_as_the_service_signs_it(): void
    {
        self::assertSame('<a href="{clickurl}https://shop.example/?a=1">', self::resolve('<a href="{clickurl_html}https://shop.example/?a=1">'));
        self::assertSame('<a href="{clickurl}https://shop.example/?a=1">', self::resolve('<a href="{clickurl}https%3A%2F%2Fshop.example%2F%3Fa%3D1">'));
        self::assertSame("<a href='{clickurl}https://shop.example'>", self::resolve("<a href='{clickurl}//shop.example'>"));
    }

    public function test_inside_another_servers_address_the_click_is_counted_on_its_way_to_its_destination(): void
    {
        self::assertSame(
            '<a href="https://other.example/?to={clickurl_enc}https%3A%2F%2Fshop.example%2F">',
            self::resolve('<a href="https://other.example/?to={clickurl_enc}https%3A%2F%2Fshop.example%2F">'),
        );
        self::assertSame('{clickurl_enc}https%3A%2F%2Fshop.example%2F%3Fa%3D1%20b', self::resolve('{clickurl_enc}https%3A%2F%2Fshop.example%2F%3Fa%3D1+b'));
    }

    private static function resolve(string $html, string $target = ''): string
    {
        return Macros::resolve($html, ['target' => $target], new Surroundings('', '', '3', 7), CreativeTest::place());
    }
}
