<?php

declare(strict_types=1);

namespace CometAdTag;

/** The database is away or refused a statement; the code is the one of MySQL. */
final class DatabaseError extends \RuntimeException
{
    public const DUPLICATE = 1062;
    public const LOCK_TIMEOUT = 1205;
    public const DEADLOCK = 1213;
}
