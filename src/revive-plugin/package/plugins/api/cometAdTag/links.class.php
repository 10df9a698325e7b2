<?php

declare(strict_types=1);

require_once MAX_PATH . $GLOBALS['_MAX']['CONF']['pluginPaths']['plugins'] . 'deliveryAdRender/cometAdTag/autoload.php';
require_once LIB_PATH . '/Extension/api/Api.php';

/** comet.getLinks: which banners are linked to which zones, which Revive's own API cannot tell. */
class Plugins_Api_CometAdTag_Links extends Plugins_Api
{
    public function getDispatchMap()
    {
        // Revive asks for the map at the beginning of every API request
        CometAdTag\Notice\Watch::begin();

        return [
            'comet.getLinks' => [
                'function' => [$this, 'getLinks'],
                'signature' => [['array', 'string', 'int']],
                'docstring' => 'Banners linked to a zone, 0 for all zones',
            ],
        ];
    }

    public function getLinks($message)
    {
        $session = $message->getParam(0)->scalarval();
        $zone = (int) $message->getParam(1)->scalarval();
        $service = new BaseServiceImpl();
        if (!$service->verifySession($session)) {
            return XmlRpcUtils::generateError($service->getLastError());
        }
        try {
            $rows = CometAdTag\LinkRows::read(CometAdTag\Database::open(), $zone);
        } catch (CometAdTag\DatabaseError $error) {
            return XmlRpcUtils::generateError('The database did not answer');
        }

        return new XML_RPC_Response(new XML_RPC_Value(array_map(self::link(...), $rows), 'array'));
    }

    private static function link(array $row): XML_RPC_Value
    {
        return new XML_RPC_Value([
            'zoneId' => new XML_RPC_Value((int) $row['zone_id'], 'int'),
            'bannerId' => new XML_RPC_Value((int) $row['bannerid'], 'int'),
            'campaignId' => new XML_RPC_Value((int) $row['campaignid'], 'int'),
            'priority' => new XML_RPC_Value((float) $row['priority'], 'double'),
            'bannerStatus' => new XML_RPC_Value((int) $row['banner_status'], 'int'),
            'campaignStatus' => new XML_RPC_Value((int) $row['campaign_status'], 'int'),
        ], 'struct');
    }
}
