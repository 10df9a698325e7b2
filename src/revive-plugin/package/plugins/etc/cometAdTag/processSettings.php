<?php

declare(strict_types=1);

require_once MAX_PATH . $GLOBALS['_MAX']['CONF']['pluginPaths']['plugins'] . 'deliveryAdRender/cometAdTag/autoload.php';

/** Checks what was entered on the settings page before Revive saves it. */
class cometAdTag_processSettings
{
    public function validate(&$errors)
    {
        $entered = static fn (string $key): string => trim((string) ($GLOBALS["cometAdTag_$key"] ?? ''));
        $problems = CometAdTag\SettingsCheck::problems($entered('serviceUrl'), $entered('serviceKey'), $entered('pluginKey'));
        if ($problems !== []) {
            $errors[0] = $problems;
        }

        return $problems === [];
    }
}
