<?php

declare(strict_types=1);

require_once __DIR__ . '/autoload.php';

CometAdTag\Door::open(static fn (CometAdTag\Settings $settings) => CometAdTag\Feed\Endpoint::answer($settings));
