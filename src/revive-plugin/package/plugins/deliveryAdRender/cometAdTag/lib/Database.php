<?php

declare(strict_types=1);

namespace CometAdTag;

/**
 * A connection of the plugin's own to Revive's database. Revive's connection is left alone: its transactions, locks and
 * modes are not the plugin's, and the same code serves the delivery, the admin pages and maintenance.
 */
final class Database
{
    private const CONNECT_SECONDS = 3;

    /** @param array<string, mixed> $conf Revive's configuration */
    private function __construct(private readonly \mysqli $link, private readonly array $conf)
    {
    }

    /** @param array<string, mixed>|null $conf Revive's configuration */
    public static function open(?array $conf = null): self
    {
        $conf ??= $GLOBALS['_MAX']['CONF'];
        if (!str_starts_with((string) $conf['database']['type'], 'mysql')) {
            throw new DatabaseError('the plugin needs Revive on MySQL or MariaDB');
        }
        $database = new self(self::connect($conf['database']), $conf);
        $charset = (string) ($conf['databaseCharset']['clientCharset'] ?? '');
        if (!empty($conf['databaseCharset']['checkComplete']) && $charset !== '') {
            $database->execute('SET NAMES ' . $database->text($charset));
        }
        $database->execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES', SESSION innodb_lock_wait_timeout = 5");

        return $database;
    }

    public function table(string $name): string
    {
        $table = $this->conf['table'];

        return '`' . str_replace('`', '``', $table['prefix'] . ($table[$name] ?? $name)) . '`';
    }

    public function text(string $value): string
    {
        return "'" . $this->link->real_escape_string($value) . "'";
    }

    /**
     * Rows as they arrive, so that a large table never is in memory: read one result to its end before the next.
     *
     * @return \Generator<int, array<string, string|null>>
     */
    public function rows(string $sql): \Generator
    {
        $result = $this->run($sql, MYSQLI_USE_RESULT);
        if (!$result instanceof \mysqli_result) {
            return;
        }
        try {
            while (($row = $result->fetch_assoc()) !== null) {
                if ($row === false) {
                    throw $this->error();
                }
                yield $row;
            }
            if ($this->link->errno !== 0) {
                throw $this->error();
            }
        } catch (\mysqli_sql_exception $error) {
            throw new DatabaseError($error->getMessage(), $error->getCode(), $error);
        } finally {
            $result->free();
        }
    }

    /** @return list<array<string, string|null>> */
    public function all(string $sql): array
    {
        return iterator_to_array($this->rows($sql), false);
    }

    /** The first column of the first row, null where there is none. */
    public function value(string $sql): ?string
    {
        foreach ($this->all($sql) as $row) {
            return array_values($row)[0];
        }

        return null;
    }

    public function execute(string $sql): int
    {
        $this->run($sql, MYSQLI_STORE_RESULT);

        return (int) $this->link->affected_rows;
    }

    /** What the statements of one moment show; needs InnoDB. */
    public function atOneMoment(callable $reading): mixed
    {
        $this->execute('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
        $this->execute('START TRANSACTION WITH CONSISTENT SNAPSHOT');
        try {
            return $reading();
        } finally {
            $this->execute('ROLLBACK');
        }
    }

    /** All of it or nothing. */
    public function inTransaction(callable $writing): mixed
    {
        $this->execute('START TRANSACTION');
        try {
            $result = $writing();
            $this->execute('COMMIT');

            return $result;
        } catch (\Throwable $error) {
            try {
                $this->execute('ROLLBACK');
            } catch (DatabaseError) {
                // A lost connection has rolled back by itself
            }
            throw $error;
        }
    }

    /** @param array<string, mixed> $to Revive's settings of the database */
    private static function connect(array $to): \mysqli
    {
        $link = mysqli_init();
        $link->options(MYSQLI_OPT_CONNECT_TIMEOUT, self::CONNECT_SECONDS);
        $byFile = ($to['protocol'] ?? '') === 'unix' && !empty($to['socket']);
        if (!empty($to['ssl']) && !$byFile) {
            $link->ssl_set(null, null, $to['ca'] ?: null, $to['capath'] ?: null, null);
        }
        try {
            $connected = @$link->real_connect(
                $byFile ? 'localhost' : (string) $to['host'],
                (string) $to['username'],
                (string) $to['password'],
                (string) $to['name'],
                (int) ($to['port'] ?: 3306),
                $byFile ? (string) $to['socket'] : null,
                empty($to['ssl']) || $byFile ? 0 : MYSQLI_CLIENT_SSL,
            );
        } catch (\mysqli_sql_exception) {
            $connected = false;
        }
        if (!$connected) {
            throw new DatabaseError('the database is away (' . mysqli_connect_errno() . ')', mysqli_connect_errno());
        }

        return $link;
    }

    // Revive switches mysqli's exceptions off, PHP has them on by default: both are one error here
    private function run(string $sql, int $mode): \mysqli_result|bool
    {
        try {
            $result = $this->link->query($sql, $mode);
        } catch (\mysqli_sql_exception $error) {
            throw new DatabaseError($error->getMessage(), $error->getCode(), $error);
        }

        return $result === false ? throw $this->error() : $result;
    }

    private function error(): DatabaseError
    {
        return new DatabaseError($this->link->error, $this->link->errno);
    }
}
