<?php

declare(strict_types=1);

require_once __DIR__ . '/autoload.php';
require_once LIB_PATH . '/Plugin/Component.php';

/** Revive asks this hook in its pages and its API whether somebody may touch an object, and so names every request that may change one. */
class Plugins_DeliveryAdRender_CometAdTag_Changes extends OX_Component
{
    /** No opinion on the question itself. */
    public function hasAccessToObject($entityTable, $entityId, $operationAccessType, $accountId, $accountType)
    {
        CometAdTag\Notice\Watch::begin();

        return null;
    }
}
