<?php

declare(strict_types=1);

namespace CometAdTag;

/** Everything that is wrong with what was entered on the settings page, in plain words. An empty field is not wrong, it is not used. */
final class SettingsCheck
{
    /** @return list<string> */
    public static function problems(string $serviceUrl, string $serviceKey, string $pluginKey): array
    {
        return array_values(array_filter([
            $serviceUrl === '' ? null : Settings::serviceUrlProblem(rtrim($serviceUrl, '/')),
            $serviceKey === '' ? null : Settings::keyProblem('Service key', $serviceKey),
            $pluginKey === '' ? null : Settings::keyProblem('Plugin key', $pluginKey),
            $serviceKey !== '' && $serviceKey === $pluginKey ? 'Service key and plugin key must not be the same.' : null,
        ]));
    }
}
