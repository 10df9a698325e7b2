<?php

declare(strict_types=1);

namespace CometAdTag;

/** The few words that the plugin remembers between requests. */
final class State
{
    private readonly string $table;

    public function __construct(private readonly Database $database)
    {
        $this->table = $database->table('comet_state');
    }

    public function of(string $name): ?string
    {
        return $this->database->value("SELECT value FROM $this->table WHERE name = {$this->database->text($name)}");
    }

    public function keep(string $name, string $value): void
    {
        $this->database->execute(
            "REPLACE INTO $this->table (name, value) VALUES ({$this->database->text($name)}, {$this->database->text($value)})",
        );
    }
}
