<?php

declare(strict_types=1);

use CometAdTag\Settings;
use CometAdTag\SettingsCheck;
use PHPUnit\Framework\TestCase;

final class SettingsTest extends TestCase
{
    public function test_addresses_of_a_service_are_http_or_https_without_more(): void
    {
        foreach (['https://ads.example', 'http://127.0.0.1:8080', 'https://ads.example/comet'] as $url) {
            self::assertNull(Settings::serviceUrlProblem($url), $url);
        }
        foreach (['', 'ads.example', 'ftp://ads.example', 'https://me@ads.example', 'https://ads.example/?a', 'https://ads.example/#a',
            'javascript:alert(1)', "https://ads.example/'>", 'https://ads.example/a b', "https://ads.example\n"] as $url) {
            self::assertNotNull(Settings::serviceUrlProblem($url), $url);
        }
    }

    public function test_every_mistake_on_the_settings_page_is_told_at_once_in_plain_words(): void
    {
        self::assertSame([], SettingsCheck::problems('https://ads.example/', 'a-service-key-of-24-chars', 'a-plugin-key-of-24-chars'));
        self::assertSame([], SettingsCheck::problems('', '', ''));
        $problems = SettingsCheck::problems('ads.example', 'short', "a-plugin-key\" with quotes");
        self::assertCount(3, $problems);
        self::assertStringStartsWith('Service address: ', $problems[0]);
        self::assertStringStartsWith('Service key: at least 16', $problems[1]);
        self::assertStringStartsWith('Plugin key: only letters', $problems[2]);
        self::assertSame(['Service key and plugin key must not be the same.'], SettingsCheck::problems('', 'one-key-for-both-of-them', 'one-key-for-both-of-them'));
    }

    public function test_notices_need_an_address_and_a_key(): void
    {
        self::assertTrue((new Settings('https://ads.example', 'key', ''))->canNotify());
        self::assertFalse((new Settings('https://ads.example', '', ''))->canNotify());
        self::assertFalse((new Settings('', 'key', ''))->canNotify());
    }

    public function test_the_check_of_the_settings_page_sees_what_revive_hands_it(): void
    {
        require_once MAX_PATH . '/plugins/etc/cometAdTag/processSettings.php';
        [$GLOBALS['cometAdTag_serviceUrl'], $GLOBALS['cometAdTag_serviceKey'], $GLOBALS['cometAdTag_pluginKey']] = [' https://ads.example ', '', 'short'];
        $errors = [];
        self::assertFalse((new cometAdTag_processSettings())->validate($errors));
        self::assertSame(['Plugin key: at least 16 characters are needed.'], $errors[0]);
        $GLOBALS['cometAdTag_pluginKey'] = 'long-enough-to-be-a-key';
        $errors = [];
        self::assertTrue((new cometAdTag_processSettings())->validate($errors));
    }
}
