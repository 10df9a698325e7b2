<?php

declare(strict_types=1);

namespace CometAdTag\Tag;

/** The page with the tags of all zones of a website, to be sent to the publisher. */
final class WebsitePage
{
    /** @param list<array{id: int, name: string, width: int, height: int}> $zones */
    public static function of(string $website, array $zones, string $serviceUrl): string
    {
        $text = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES);
        $script = $text(TagMarkup::script($serviceUrl));
        $steps = '';
        foreach ($zones as $zone) {
            $slot = $text(TagMarkup::slot($zone['id'], $zone['width'], $zone['height']));
            $note = TagMarkup::hasSize($zone['width'], $zone['height']) ? ''
                : '<p>This zone takes any size: reserve the size in your own style sheet, so that the page does not move.</p>';
            $steps .= "<h2>{$text($zone['name'])} <small>zone {$zone['id']}</small></h2><p>Where this ad belongs:</p><pre>$slot</pre>$note";
        }

        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Comet tags for {$text($website)}</title>"
            . '<style>body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}'
            . 'pre{background:#eee;padding:1em;white-space:pre-wrap;word-break:break-all;user-select:all}small{color:#666}</style></head><body>'
            . "<h1>Comet tags for {$text($website)}</h1><h2>Once in every page</h2><p>In the head:</p><pre>$script</pre>"
            . ($steps === '' ? '<p>This website has no banner zones.</p>' : $steps)
            . '<h2>Good to know</h2><ul><li>The pages have to be on the website\'s address in Revive.</li>'
            . '<li>Ads change while a page stays open, but never where nobody looks at them.</li>'
            . '<li>The sizes are reserved in the tags: nothing on the page moves when an ad comes.</li></ul></body></html>';
    }
}
