<?php

declare(strict_types=1);

require_once __DIR__ . '/autoload.php';
require_once LIB_PATH . '/Plugin/Component.php';

/** The plugin's part in Revive's maintenance, and in being enabled. */
class Plugins_DeliveryAdRender_CometAdTag_Maintenance extends OX_Component
{
    // Revive makes a new object for each hook; the lock has to outlive the first
    private static ?CometAdTag\Statistics\MaintenanceLock $lock = null;

    public function onEnable()
    {
        return CometAdTag\Installation::enable();
    }

    /** Maintenance begins to move the buckets: from here to afterMse no batch is counted. */
    public function beforeMse()
    {
        try {
            self::$lock = new CometAdTag\Statistics\MaintenanceLock(CometAdTag\Database::open());
            if (!self::$lock->take(CometAdTag\Statistics\MaintenanceLock::MAINTENANCE_SECONDS)) {
                CometAdTag\Log::error('lock', 'a batch of statistics is being counted for too long; maintenance goes on beside it');
            }
        } catch (Throwable $error) {
            CometAdTag\Log::error('lock', 'maintenance runs without keeping batches out: ' . $error->getMessage());
        }

        return true;
    }

    public function afterMse()
    {
        // The connection ends with the object, and the lock with the connection
        self::$lock = null;
        try {
            (new CometAdTag\Tag\RefreshIntervals(CometAdTag\Database::open()))->forgetDeletedZones();
        } catch (Throwable) {
            // The next run does it
        }

        return true;
    }

    public function beforeMpe()
    {
        return true;
    }

    /** Campaigns may have begun or ended, and all priorities are new. */
    public function afterMpe()
    {
        CometAdTag\Notice\Watch::tell();

        return true;
    }

    public function addMaintenanceStatisticsTask()
    {
        return null;
    }

    public function addMaintenancePriorityTask()
    {
        return null;
    }

    public function getExistingClassName()
    {
        return null;
    }

    public function getOrder()
    {
        return 1;
    }
}
