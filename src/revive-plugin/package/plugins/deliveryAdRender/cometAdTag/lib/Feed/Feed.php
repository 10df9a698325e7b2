<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** The campaign feed: one query a table, whatever the number of creatives. */
final class Feed
{
    public function __construct(private readonly Database $database, private readonly Place $place)
    {
    }

    public function writeTo(FeedBody $body): void
    {
        $preferences = Preferences::read($this->database);
        $websites = Websites::read($this->database);
        $zones = Zones::read($this->database, $preferences, $this->place);
        $campaigns = Campaigns::read($this->database, $this->place);
        $links = Links::read($this->database, $zones);

        $this->head($body, $preferences);
        $body->list('websites', $websites);
        $body->list('zones', $zones->items);
        $body->list('channels', Rules::channels($this->database));
        $body->list('campaigns', $campaigns->items);
        $creatives = new Creatives($this->database, $this->place, $campaigns, $zones, $links);
        $body->list('creatives', $creatives->items());
        $body->list('links', $links->between($creatives->written));
        $body->list('leftOut', $creatives->leftOut);
    }

    private function head(FeedBody $body, Preferences $preferences): void
    {
        if (($timeZone = $preferences->timeZone()) !== null) {
            $body->member('timeZone', $timeZone);
        }
        $batches = $this->database->table('comet_batches');
        $counted = $this->database->value("SELECT batch FROM $batches ORDER BY seq DESC LIMIT 1");
        if ($counted !== null) {
            $body->member('counted', $counted);
        }
        $body->member('adServer', [
            'name' => trim('Revive Adserver ' . $this->place->version),
            'imageBase' => $this->place->images . '/',
        ]);
    }
}
