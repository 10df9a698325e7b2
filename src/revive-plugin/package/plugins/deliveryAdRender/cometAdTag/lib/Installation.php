<?php

declare(strict_types=1);

namespace CometAdTag;

/** What comes with the plugin and goes with it: its tables, a first plugin key, its settings. */
final class Installation
{
    public static function enable(): bool
    {
        try {
            Schema::create(Database::open());
        } catch (\Throwable $error) {
            Log::error('install', 'the plugin could not be enabled: ' . $error->getMessage());

            return false;
        }
        if (Settings::now()->pluginKey === '') {
            self::change(['pluginKey' => bin2hex(random_bytes(24))]);
        }

        return true;
    }

    public static function remove(): bool
    {
        Schema::drop(Database::open());
        Log::forgetAll();
        // Revive's own way leaves the settings of a plugin in its configuration file
        $settings = new \OA_Admin_Settings();
        $settings->bulkSettingChange(Settings::GROUP, []);

        return $settings->writeConfigChange();
    }

    /** @param array<string, string> $values */
    private static function change(array $values): void
    {
        $settings = new \OA_Admin_Settings();
        foreach ($values as $key => $value) {
            $settings->settingChange(Settings::GROUP, $key, $value);
        }
        $settings->writeConfigChange();
    }
}
