<?php

declare(strict_types=1);

namespace CometAdTag;

/** What every endpoint does first and last: only a plugin that is enabled and has a key answers, and nothing but JSON goes out. */
final class Door
{
    /** @param callable(Settings): (Answer|Feed\FeedAnswer) $answering */
    public static function open(callable $answering): void
    {
        ini_set('display_errors', '0');
        ob_start();
        $answer = self::answer($answering);
        while (ob_get_level() > 0 && ob_end_clean()) {
            // What Revive or PHP printed on the way is no part of the answer
        }
        $answer->send();
    }

    /** @param callable(Settings): (Answer|Feed\FeedAnswer) $answering */
    public static function answer(callable $answering): Answer|Feed\FeedAnswer
    {
        $settings = Settings::now();
        if (!Settings::isEnabled()) {
            return Answer::error(503, 'The CometAdTag plugin is not enabled in Revive.');
        }
        if (strlen($settings->pluginKey) < Settings::SHORTEST_KEY) {
            return Answer::error(503, 'The setting "Plugin key" of the CometAdTag plugin is missing or shorter than '
                . Settings::SHORTEST_KEY . ' characters.');
        }
        if (!empty($GLOBALS['_MAX']['CONF']['lb']['enabled'])) {
            return Answer::error(503, 'This is a delivery server of a Revive with distributed statistics: ask the central server.');
        }
        try {
            return $answering($settings);
        } catch (DatabaseError $error) {
            Log::error('database', 'the database did not answer: ' . $error->getMessage());

            return Answer::error(503, 'The database of Revive did not answer.');
        } catch (\Throwable $error) {
            Log::error('endpoint', $error->getMessage() . ' at ' . basename($error->getFile()) . ':' . $error->getLine());

            return Answer::error(500, 'The CometAdTag plugin failed; Revive\'s log says more.');
        }
    }
}
