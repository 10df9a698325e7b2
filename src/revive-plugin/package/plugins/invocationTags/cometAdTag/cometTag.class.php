<?php

declare(strict_types=1);

require_once MAX_PATH . $GLOBALS['_MAX']['CONF']['pluginPaths']['plugins'] . 'deliveryAdRender/cometAdTag/autoload.php';
require_once LIB_PATH . '/Extension/invocationTags/InvocationTags.php';

use CometAdTag\Tag\RefreshIntervals;
use CometAdTag\Tag\TagMarkup;
use CometAdTag\Tag\WebsitePage;

/** The Comet tag on the Invocation Code screens of zones and websites. */
class Plugins_InvocationTags_CometAdTag_CometTag extends Plugins_InvocationTags implements \RV\Extension\InvocationTags\WebsiteInvocationInterface
{
    // Equal orders hide each other's tags; Revive's own are below 10
    private const ORDER = 100;
    private const NO_SERVICE = 'Enter the address of the service here, or have it entered in the settings of the CometAdTag plugin.';

    public $publisherPlugin = true;

    private ?string $refreshProblem = null;

    public function getName()
    {
        return $this->translate($this->getNameEN());
    }

    public function getNameEN()
    {
        return 'Comet Tag (ads that change while the page stays open)';
    }

    public function getOrder()
    {
        parent::getOrder();

        return self::ORDER;
    }

    public function isWebsiteDefault(): bool
    {
        return false;
    }

    public function canGenerate()
    {
        return true;
    }

    public function getOptionsList()
    {
        // What Revive offers for every tag has no meaning for this one
        $this->defaultOptions = [];

        return [
            'cometService' => MAX_PLUGINS_INVOCATION_TAGS_CUSTOM,
            'cometRefresh' => MAX_PLUGINS_INVOCATION_TAGS_CUSTOM,
            'cometNote' => MAX_PLUGINS_INVOCATION_TAGS_CUSTOM,
        ];
    }

    public function generateInvocationCode()
    {
        $zone = OA_Dal::factoryDO('zones');
        if (empty($this->maxInvocation->zoneid) || !$zone->get((int) $this->maxInvocation->zoneid)) {
            return '';
        }
        $this->keepRefresh([(int) $zone->zoneid]);
        $serviceUrl = $this->serviceUrl();
        if ($serviceUrl === '') {
            return '<!-- ' . self::NO_SERVICE . ' -->';
        }
        $size = TagMarkup::hasSize((int) $zone->width, (int) $zone->height) ? ''
            : "<!-- This zone takes any size: reserve the size in your own style sheet, so that the page does not move. -->\n";

        return $size . TagMarkup::slot((int) $zone->zoneid, (int) $zone->width, (int) $zone->height) . "\n" . TagMarkup::script($serviceUrl) . "\n";
    }

    public function generateWebsiteInvocationCode(): string
    {
        $website = OA_Dal::factoryDO('affiliates');
        if (!$website->get((int) $this->maxInvocation->affiliateid)) {
            return '';
        }
        $zones = $this->zonesOf((int) $website->affiliateid);
        $this->keepRefresh(array_column($zones, 'id'));

        $problem = match (true) {
            $this->refreshProblem !== null => 'Refresh interval: ' . $this->refreshProblem,
            $this->serviceUrl() === '' => self::NO_SERVICE,
            default => null,
        };

        return $problem !== null ? htmlspecialchars($problem, ENT_QUOTES) : WebsitePage::of((string) $website->name, $zones, $this->serviceUrl());
    }

    public function cometService()
    {
        $value = htmlspecialchars($this->serviceUrl(), ENT_QUOTES);
        $entered = $this->enteredServiceUrl();
        $problem = $entered === '' ? null : CometAdTag\Settings::serviceUrlProblem($entered);

        return $this->row('Service address', "<input type='text' name='cometService' size='50' value='$value' />" . $this->trouble($problem));
    }

    public function cometRefresh()
    {
        $isOneZone = !empty($this->maxInvocation->zoneid);
        $value = htmlspecialchars($this->refreshProblem !== null ? (string) $this->sent('cometRefresh') : $this->keptRefresh(), ENT_QUOTES);
        $words = $isOneZone
            ? 'seconds in view, at least 30; empty: the service\'s default. The button below saves it for this zone.'
            : 'seconds in view, at least 30, for all zones of this website; empty: each zone keeps its own.';
        $problem = $this->trouble($this->refreshProblem);
        $disabled = $this->maySave() ? '' : ' disabled';
        $token = "<input type='hidden' name='cometToken' value='" . htmlspecialchars((string) phpAds_SessionGetToken('cometToken'), ENT_QUOTES) . "' />";

        return $this->row('Refresh interval', "<input type='text' name='cometRefresh' size='6' value='$value'$disabled /> $words$problem$token");
    }

    public function cometNote()
    {
        return $this->row('For the publisher', 'Paste the first line where the ad belongs and the second once in every page, best in its head. '
            . 'The pages have to be on the website\'s address in Revive. The ad\'s size is reserved, so that nothing on the page moves.');
    }

    private function row(string $name, string $content): string
    {
        return "<tr><td width='30'>&nbsp;</td><td width='200' valign='top'>$name</td><td>$content</td></tr>"
            . "<tr><td height='10' colspan='3'>&nbsp;</td></tr>";
    }

    private function serviceUrl(): string
    {
        $entered = $this->enteredServiceUrl();
        $isUsable = $entered !== '' && CometAdTag\Settings::serviceUrlProblem($entered) === null;

        return $isUsable ? $entered : CometAdTag\Settings::now()->serviceUrl;
    }

    private function enteredServiceUrl(): string
    {
        return rtrim(trim((string) $this->sent('cometService')), '/');
    }

    private function trouble(?string $problem): string
    {
        return $problem === null ? '' : '<br /><b style="color:#b00">' . htmlspecialchars($problem, ENT_QUOTES) . '</b>';
    }

    /** @param list<int> $zones */
    private function keepRefresh(array $zones): void
    {
        $entered = $this->sent('cometRefresh');
        $isEmptyForAll = $entered !== null && trim($entered) === '' && empty($this->maxInvocation->zoneid);
        if ($entered === null || $isEmptyForAll || !$this->maySave() || !$this->isFromOurForm()) {
            return;
        }
        $this->refreshProblem = RefreshIntervals::problem(trim($entered));
        if ($this->refreshProblem === null) {
            (new RefreshIntervals(CometAdTag\Database::open()))->keep($zones, trim($entered));
        }
    }

    private function keptRefresh(): string
    {
        try {
            return empty($this->maxInvocation->zoneid) ? ''
                : (new RefreshIntervals(CometAdTag\Database::open()))->of((int) $this->maxInvocation->zoneid);
        } catch (CometAdTag\DatabaseError) {
            return '';
        }
    }

    private function maySave(): bool
    {
        return OA_Permission::isAccount(OA_ACCOUNT_MANAGER) || OA_Permission::isAccount(OA_ACCOUNT_ADMIN)
            || OA_Permission::hasPermission(OA_PERM_ZONE_EDIT);
    }

    private function isFromOurForm(): bool
    {
        return phpAds_SessionValidateToken((string) $this->sent('cometToken'), 'cometToken');
    }

    private function sent(string $name): ?string
    {
        $value = $_POST[$name] ?? $_GET[$name] ?? null;

        return is_string($value) ? $value : null;
    }

    /** @return list<array{id: int, name: string, width: int, height: int}> */
    private function zonesOf(int $website): array
    {
        $zones = [];
        $zone = OA_Dal::factoryDO('zones');
        $zone->affiliateid = $website;
        $zone->delivery = phpAds_ZoneBanner;
        $zone->orderBy('zoneid');
        $zone->find();
        while ($zone->fetch()) {
            $zones[] = ['id' => (int) $zone->zoneid, 'name' => (string) $zone->zonename, 'width' => (int) $zone->width, 'height' => (int) $zone->height];
        }

        return $zones;
    }
}
