<?php

declare(strict_types=1);

namespace CometAdTag\Statistics;

use CometAdTag\Answer;
use CometAdTag\Bearer;
use CometAdTag\Database;
use CometAdTag\Json;
use CometAdTag\Log;
use CometAdTag\Settings;

/** GET fc.php?script=deliveryAdRender:cometAdTag:statistics&from=HOUR&to=HOUR: what is counted from the one to before the other. */
final class CountedAnswer
{
    /** @param array<mixed> $query */
    public static function of(Settings $settings, array $query): Answer
    {
        if (($problem = Bearer::problem($settings->pluginKey)) !== null) {
            return Answer::error(401, $problem);
        }
        [$from, $to] = [Hour::read($query['from'] ?? null), Hour::read($query['to'] ?? null)];
        if ($from === null || $to === null) {
            return Answer::error(400, 'from and to: must be full hours in UTC, such as ' . Hour::EXAMPLE . '.');
        }
        if ($from >= $to || $to - $from > Counted::MOST_HOURS * 3600) {
            return Answer::error(400, 'from: must be before to, by at most ' . Counted::MOST_HOURS . ' hours.');
        }
        $database = Database::open();
        $rows = $database->atOneMoment(static fn (): ?string => self::rows((new Counted($database))->read($from, $to)));
        Log::over('database', 'the database answers again');

        return $rows === null
            ? Answer::error(413, 'These hours have more than ' . Counted::MOST_ROWS . ' rows: ask for fewer.')
            : new Answer(200, "{\"version\":1,\"rows\":[$rows]}\n");
    }

    /** Their text, put together as they come, so that a large answer takes little more memory than it is long; null where they are too many. */
    private static function rows(\Generator $rows): ?string
    {
        $text = '';
        $count = 0;
        foreach ($rows as $row) {
            if (++$count > Counted::MOST_ROWS) {
                return null;
            }
            $text .= ($text === '' ? '' : ',') . Json::encode($row);
        }

        return $text;
    }
}
