<?php

declare(strict_types=1);

require_once MAX_PATH . $GLOBALS['_MAX']['CONF']['pluginPaths']['plugins'] . 'deliveryAdRender/cometAdTag/autoload.php';
require_once MAX_PATH . '/lib/OA/Admin/Settings.php';

// Revive's plugin manager takes the name of the class from this variable
$className = 'prescript_uninstall_cometAdTag';

class prescript_uninstall_cometAdTag
{
    public function execute()
    {
        return CometAdTag\Installation::remove();
    }
}
