<?php

declare(strict_types=1);

use CometAdTag\Feed\Creative;
use CometAdTag\Feed\Place;
use CometAdTag\Feed\Surroundings;
use PHPUnit\Framework\TestCase;

final class CreativeTest extends TestCase
{
    public function test_each_way_to_store_an_image_gives_its_address(): void
    {
        $image = static fn (array $row): mixed => self::of($row + ['url' => 'https://shop.example', 'alt' => 'Tulips'])['image'];
        self::assertSame('https://cdn.example/images/a%20b.png', $image(['storagetype' => 'web', 'contenttype' => 'png', 'filename' => 'a b.png']));
        self::assertSame('http://else.example/x.gif', $image(['storagetype' => 'url', 'imageurl' => 'http://else.example/x.gif']));
        self::assertSame(
            'https://ads.example/delivery/ai.php?filename=x.gif&contenttype=gif',
            $image(['storagetype' => 'sql', 'contenttype' => 'gif', 'filename' => 'x.gif']),
        );
    }

    public function test_an_image_with_a_destination_stays_an_image(): void
    {
        $creative = self::of(['storagetype' => 'url', 'imageurl' => 'http://else.example/x.gif', 'url' => 'https://shop.example/?a=1', 'alt' => '"Tulips"']);
        self::assertSame(['image', '"Tulips"', 'https://shop.example/?a=1'], [$creative['type'], $creative['alt'], $creative['destination']]);
    }

    public function test_an_image_without_one_or_with_something_around_it_becomes_html(): void
    {
        $plain = self::of(['storagetype' => 'url', 'imageurl' => 'http://else.example/x.gif?a=1&b=2', 'alt' => 'a"b']);
        self::assertSame(
            '<img src="http://else.example/x.gif?a=1&amp;b=2" width="300" height="250" alt="a&quot;b" title="a&quot;b" style="border:0">',
            $plain['html'],
        );
        self::assertArrayNotHasKey('destination', $plain);
        $around = self::of(
            ['storagetype' => 'url', 'imageurl' => 'http://else.example/x.gif', 'url' => 'https://shop.example', 'prepend' => '<i>', 'append' => '</i>'],
            new Surroundings('<b>', '</b>'),
        );
        self::assertStringStartsWith('<b><i><a href="{clickurl_html}" target="_blank" rel="noopener nofollow"><img ', $around['html']);
        self::assertStringEndsWith('</a></i></b>', $around['html']);
    }

    public function test_html_is_what_delivery_would_render(): void
    {
        $creative = self::of(['htmlcache' => '<a href="{clickurl}">x</a>', 'prepend' => '<!--p-->', 'append' => '<!--a-->', 'ext_bannertype' => 'bannerTypeHtml:oxHtml:genericHtml']);
        self::assertSame('<!--p--><a href="{clickurl}">x</a><!--a-->', $creative['html']);
    }

    public function test_text_becomes_a_link(): void
    {
        $creative = self::of(['storagetype' => 'txt', 'contenttype' => 'txt', 'bannertext' => 'Tulips', 'url' => 'https://shop.example']);
        self::assertSame('<a href="{clickurl_html}" target="_blank" rel="noopener nofollow">Tulips</a>', $creative['html']);
    }

    public function test_what_the_feed_cannot_express_is_left_out_with_a_reason(): void
    {
        self::assertSame('a size of 0 x 0', self::of(['width' => '0', 'height' => '0']));
        self::assertSame('the banner type bannerTypeHtml:vastInlineBannerTypeHtml:vastInlineHtml', self::of(['ext_bannertype' => 'bannerTypeHtml:vastInlineBannerTypeHtml:vastInlineHtml']));
        self::assertSame('no HTML', self::of(['htmlcache' => " \n"]));
        self::assertSame('HTML of 262145 bytes, more than 262144', self::of(['htmlcache' => str_repeat('x', 262145)]));
        self::assertSame('an image without a usable address', self::of(['storagetype' => 'url', 'imageurl' => 'x.gif']));
        self::assertSame('an image without a usable address', self::of(['storagetype' => 'web', 'contenttype' => 'gif']));
    }

    public function test_a_destination_that_is_no_address_is_left_out_of_html(): void
    {
        self::assertArrayNotHasKey('destination', self::of(['htmlcache' => 'x', 'url' => 'mailto:me@shop.example']));
    }

    public static function place(): Place
    {
        return Place::of($GLOBALS['_MAX']['CONF'], true, '6.0.8', 1_795_363_200);
    }

    private static function of(array $columns, ?Surroundings $surroundings = null): array|string
    {
        return Creative::of($columns + ['bannerid' => '5', 'campaignid' => '1', 'contenttype' => '', 'storagetype' => 'html', 'filename' => '',
            'imageurl' => '', 'htmlcache' => '', 'width' => '300', 'height' => '250', 'weight' => '1', 'target' => '', 'url' => '', 'alt' => '',
            'bannertext' => '', 'description' => 'Tulips', 'block' => '0', 'capping' => '0', 'session_capping' => '0', 'prepend' => '',
            'append' => '', 'status' => '0', 'ext_bannertype' => null], $surroundings ?? new Surroundings(), self::place());
    }
}
