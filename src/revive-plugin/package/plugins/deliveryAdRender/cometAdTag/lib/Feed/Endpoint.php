<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Answer;
use CometAdTag\Bearer;
use CometAdTag\Database;
use CometAdTag\Log;
use CometAdTag\Settings;
use CometAdTag\State;

/** GET fc.php?script=deliveryAdRender:cometAdTag:feed */
final class Endpoint
{
    public static function answer(Settings $settings): Answer|FeedAnswer
    {
        if (($problem = Bearer::problem($settings->pluginKey)) !== null) {
            return Answer::error(401, $problem);
        }
        $database = Database::open();
        $body = new FeedBody();
        $database->atOneMoment(static fn () => (new Feed($database, Place::here($settings)))->writeTo($body));
        Log::over('database', 'the database answers again');

        return new FeedAnswer($body->finish(new Stamp(new State($database))), (string) ($_SERVER['HTTP_IF_NONE_MATCH'] ?? ''));
    }
}
