<?php

declare(strict_types=1);

// Revive's configuration, as the plugin reads it
return [
    'database' => [
        'type' => 'mysqli', 'protocol' => 'unix', 'socket' => (string) getenv('COMET_TEST_SOCKET'), 'host' => 'localhost', 'port' => '',
        'username' => 'root', 'password' => '', 'name' => 'comet_test', 'ssl' => '', 'ca' => '', 'capath' => '',
    ],
    'databaseCharset' => ['checkComplete' => '1', 'clientCharset' => 'utf8mb4'],
    'table' => ['prefix' => 'rv_', 'type' => 'INNODB', 'banners' => 'banners'],
    'webpath' => [
        'delivery' => 'ads.example/delivery', 'deliverySSL' => 'ads.example/delivery',
        'images' => 'ads.example/images', 'imagesSSL' => 'cdn.example/images',
    ],
    'file' => ['image' => 'ai.php'],
    'delivery' => ['relAttribute' => 'noopener nofollow'],
    'defaultBanner' => ['imageUrl' => '', 'suspendedAccountHtmlBanner' => '<p>suspended</p>', 'inactiveAccountHtmlBanner' => ''],
    'maintenance' => ['operationInterval' => '60'],
    'audit' => ['enabled' => '1'],
    'pluginPaths' => ['plugins' => '/plugins/'],
    'pluginGroupComponents' => ['cometAdTag' => '1'],
    'cometAdTag' => [
        'serviceUrl' => getenv('COMET_TEST_SERVICE') ?: 'https://comet.example/',
        'serviceKey' => getenv('COMET_TEST_SERVICE') ? 'a-service-key-of-24-chars' : '',
        'pluginKey' => 'a-plugin-key-of-32-characters-xx',
        'isAllowedCometTag' => '1',
    ],
];
