<?php

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'CometAdTag\\')) {
        $file = __DIR__ . '/lib/' . strtr(substr($class, 11), '\\', '/') . '.php';
        if (is_file($file)) {
            require_once $file;
        }
    }
});
