<?php

declare(strict_types=1);

namespace CometAdTag\Feed;

use CometAdTag\Database;

/** When a feed was first written: the same content keeps its time, so that the same ETag always means the same bytes. */
final class Stamp
{
    private const NAME = 'feed';

    public function __construct(private readonly Database $database)
    {
    }

    public function of(string $digest): string
    {
        $table = $this->database->table('comet_state');
        $kept = explode(' ', (string) $this->database->value("SELECT value FROM $table WHERE name = '" . self::NAME . "'"), 2);
        if ($kept[0] === $digest && isset($kept[1])) {
            return $kept[1];
        }
        $now = gmdate('Y-m-d\TH:i:s\Z');
        $this->database->execute(
            "REPLACE INTO $table (name, value) VALUES ('" . self::NAME . "', {$this->database->text("$digest $now")})",
        );

        return $now;
    }
}
