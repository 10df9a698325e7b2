<?php

declare(strict_types=1);

// The little of Revive that the plugin's classes need around them.

define('PEAR_LOG_ERR', 3);
define('MAX_PLUGINS_INVOCATION_TAGS_STANDARD', 0);
define('MAX_PLUGINS_INVOCATION_TAGS_CUSTOM', 1);
define('OA_ACCOUNT_ADMIN', 'ADMIN');
define('OA_ACCOUNT_MANAGER', 'MANAGER');
define('OA_PERM_ZONE_EDIT', 1);
define('phpAds_ZoneBanner', 0);
define('VERSION', '6.0.8');

interface RvWebsiteInvocation
{
}
class_alias(RvWebsiteInvocation::class, 'RV\Extension\InvocationTags\WebsiteInvocationInterface');

class OX_Component
{
    public function translate($text)
    {
        return $text;
    }
}

abstract class Plugins_InvocationTags extends OX_Component
{
    public $maxInvocation;
    protected $defaultOptions = [];

    public function getOrder()
    {
        return 1;
    }

    public function setInvocation($invocation)
    {
        $this->maxInvocation = $invocation;
    }
}

abstract class Plugins_Api extends OX_Component
{
}

final class OA
{
    public static array $log = [];

    public static function debug($message, $priority)
    {
        self::$log[] = $message;
    }
}

final class OA_Permission
{
    public static bool $isManager = true;

    public static function isAccount($type)
    {
        return self::$isManager && $type === OA_ACCOUNT_MANAGER;
    }

    public static function hasPermission($permission)
    {
        return false;
    }
}

/** A row of zones or websites, as Revive's data objects give it. */
final class StandInDataObject
{
    public $zoneid;
    public $zonename;
    public $affiliateid;
    public $delivery;
    public $name;
    public $width;
    public $height;
    private array $found = [];

    public function __construct(private readonly array $rows)
    {
    }

    public function get($id)
    {
        foreach ($this->rows[$id] ?? [] as $name => $value) {
            $this->$name = $value;
        }

        return isset($this->rows[$id]);
    }

    public function orderBy($column)
    {
    }

    public function find()
    {
        $this->found = array_filter($this->rows, fn ($row) => $row['affiliateid'] === $this->affiliateid);
    }

    public function fetch()
    {
        $row = array_shift($this->found);
        foreach ($row ?? [] as $name => $value) {
            $this->$name = $value;
        }

        return $row !== null;
    }
}

final class OA_Dal
{
    public static array $rows = ['zones' => [], 'affiliates' => []];

    public static function factoryDO($table)
    {
        return new StandInDataObject(self::$rows[$table]);
    }
}

function phpAds_SessionGetToken($name)
{
    return "token-of-$name";
}

function phpAds_SessionValidateToken($token, $name)
{
    return $token === "token-of-$name";
}
