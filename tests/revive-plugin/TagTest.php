<?php

declare(strict_types=1);

use CometAdTag\Database;
use PHPUnit\Framework\TestCase;

require_once MAX_PATH . '/plugins/invocationTags/cometAdTag/cometTag.class.php';

final class TagTest extends TestCase
{
    private Database $database;

    protected function setUp(): void
    {
        $this->database = TestDatabase::fresh();
        OA_Permission::$isManager = true;
        OA_Dal::$rows = [
            'affiliates' => [1 => ['affiliateid' => 1, 'name' => 'News <1>']],
            'zones' => [
                5 => ['zoneid' => 5, 'affiliateid' => 1, 'zonename' => 'Top & <b>', 'width' => 300, 'height' => 250],
                6 => ['zoneid' => 6, 'affiliateid' => 1, 'zonename' => 'Any', 'width' => -1, 'height' => -1],
                7 => ['zoneid' => 7, 'affiliateid' => 1, 'zonename' => 'Wide', 'width' => -1, 'height' => 90],
            ],
        ];
    }

    protected function tearDown(): void
    {
        $_POST = $_GET = [];
    }

    public function test_the_tag_reserves_the_size_of_the_zone(): void
    {
        self::assertSame(
            '<ins class="comet-ad" data-comet-zone="5" style="display:block;width:300px;height:250px"></ins>' . "\n"
            . '<script async src="https://comet.example/comet.js"></script>' . "\n",
            self::tag(5)->generateInvocationCode(),
        );
    }

    public function test_a_zone_of_any_size_reserves_what_is_fixed_and_says_what_is_left_to_do(): void
    {
        self::assertStringContainsString('data-comet-zone="6" style="display:block">', self::tag(6)->generateInvocationCode());
        self::assertStringContainsString('data-comet-zone="7" style="display:block;height:90px">', self::tag(7)->generateInvocationCode());
        self::assertStringStartsWith('<!-- This zone takes any size: reserve', self::tag(6)->generateInvocationCode());
    }

    public function test_another_address_of_the_service_can_be_entered_and_nothing_that_is_none(): void
    {
        $_POST['cometService'] = 'https://other.example/';
        self::assertStringContainsString('src="https://other.example/comet.js"', self::tag(5)->generateInvocationCode());
        $_POST['cometService'] = '"><script>alert(1)</script>';
        self::assertStringContainsString('src="https://comet.example/comet.js"', self::tag(5)->generateInvocationCode());
        self::assertStringContainsString('Service address: enter an address', self::tag(5)->cometService());
        self::assertStringNotContainsString('alert', self::tag(5)->cometService());
    }

    public function test_a_refresh_interval_is_kept_for_the_zone_and_shown_again(): void
    {
        self::assertStringContainsString("value='' /", self::tag(5)->cometRefresh());
        $this->enter('45');
        self::tag(5)->generateInvocationCode();
        self::assertSame([['5', '45']], $this->kept());
        $_POST = [];
        self::assertStringContainsString("value='45' /", self::tag(5)->cometRefresh());
        $this->enter('');
        self::tag(5)->generateInvocationCode();
        self::assertSame([], $this->kept());
    }

    public function test_an_interval_under_30_seconds_is_refused_and_says_so(): void
    {
        $this->enter('29');
        $tag = self::tag(5);
        $tag->generateInvocationCode();
        self::assertSame([], $this->kept());
        self::assertStringContainsString('Enter whole seconds from 30', $tag->cometRefresh());
    }

    public function test_it_is_not_kept_from_a_forged_form_or_for_somebody_who_may_not_edit_the_zone(): void
    {
        $this->enter('45');
        $_POST['cometToken'] = 'forged';
        self::tag(5)->generateInvocationCode();
        self::assertSame([], $this->kept());
        $this->enter('45');
        OA_Permission::$isManager = false;
        self::tag(5)->generateInvocationCode();
        self::assertSame([], $this->kept());
        self::assertStringContainsString(' disabled', self::tag(5)->cometRefresh());
    }

    public function test_the_page_of_a_website_has_the_script_once_and_each_zone(): void
    {
        $page = self::tag(null)->generateWebsiteInvocationCode();
        self::assertSame(1, substr_count($page, '/comet.js'));
        self::assertSame(3, substr_count($page, 'data-comet-zone'));
        self::assertStringContainsString('Top &amp; &lt;b&gt;', $page);
        self::assertStringContainsString('News &lt;1&gt;', $page);
        self::assertStringNotContainsString('<ins', $page);
    }

    public function test_an_interval_entered_for_a_website_is_kept_for_all_its_zones_and_an_empty_one_for_none(): void
    {
        $this->enter('90');
        self::tag(null)->generateWebsiteInvocationCode();
        $this->enter('');
        self::tag(null)->generateWebsiteInvocationCode();
        self::assertSame([['5', '90'], ['6', '90'], ['7', '90']], $this->kept());
        $this->enter('7');
        self::assertStringContainsString('Refresh interval: Enter whole seconds', self::tag(null)->generateWebsiteInvocationCode());
    }

    public function test_without_an_address_of_the_service_the_tag_says_what_is_missing(): void
    {
        $kept = $GLOBALS['_MAX']['CONF']['cometAdTag']['serviceUrl'];
        $GLOBALS['_MAX']['CONF']['cometAdTag']['serviceUrl'] = '';
        self::assertStringStartsWith('<!-- Enter the address of the service', self::tag(5)->generateInvocationCode());
        self::assertStringStartsWith('Enter the address of the service', self::tag(null)->generateWebsiteInvocationCode());
        $GLOBALS['_MAX']['CONF']['cometAdTag']['serviceUrl'] = $kept;
    }

    public function test_the_interval_of_a_deleted_zone_is_forgotten(): void
    {
        TestDatabase::insert($this->database, 'zones', ['zoneid' => 5]);
        $intervals = new CometAdTag\Tag\RefreshIntervals($this->database);
        $intervals->keep([5, 6], '45');
        $intervals->forgetDeletedZones();
        self::assertSame([['5', '45']], $this->kept());
    }

    public function test_its_place_in_the_list_hides_no_tag_of_revive(): void
    {
        self::assertGreaterThan(10, self::tag(5)->getOrder());
        self::assertSame(['cometService', 'cometRefresh', 'cometNote'], array_keys(self::tag(5)->getOptionsList()));
    }

    private static function tag(?int $zone): Plugins_InvocationTags_CometAdTag_CometTag
    {
        $tag = new Plugins_InvocationTags_CometAdTag_CometTag();
        $tag->setInvocation((object) ['zoneid' => $zone, 'affiliateid' => 1]);

        return $tag;
    }

    private function enter(string $refresh): void
    {
        $_POST = ['cometRefresh' => $refresh, 'cometToken' => phpAds_SessionGetToken('cometToken')];
    }

    private function kept(): array
    {
        return array_map('array_values', $this->database->all('SELECT zoneid, refresh_seconds FROM rv_comet_zones ORDER BY zoneid'));
    }
}
