<?php

declare(strict_types=1);

error_reporting(E_ALL);

// A Revive of stand-ins in a folder of its own, with the plugin where the installer puts it
$place = sys_get_temp_dir() . '/comet-revive-' . getmypid();
mkdir("$place/var/cache", 0700, true);
symlink(__DIR__ . '/stand-ins/lib', "$place/lib");
symlink(__DIR__ . '/../../src/revive-plugin/package/plugins', "$place/plugins");
register_shutdown_function(static function () use ($place): void {
    array_map('unlink', glob("$place/var/cache/*") ?: []);
    array_map('unlink', ["$place/lib", "$place/plugins"]);
    array_map('rmdir', ["$place/var/cache", "$place/var", $place]);
});

define('MAX_PATH', $place);
define('LIB_PATH', "$place/lib/OX");
$GLOBALS['_MAX']['CONF'] = require __DIR__ . '/conf.php';

require_once __DIR__ . '/stand-ins/revive.php';
require_once __DIR__ . '/../../src/revive-plugin/package/plugins/deliveryAdRender/cometAdTag/autoload.php';
require_once __DIR__ . '/TestDatabase.php';
