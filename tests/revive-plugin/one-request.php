<?php

declare(strict_types=1);

// Answers one HTTP request: one-request.php STATUS SECONDS_TO_WAIT. Prints its port first, and the request when it is over.
[, $status, $wait] = $argv;
$server = stream_socket_server('tcp://127.0.0.1:0');
echo substr(strrchr((string) stream_socket_get_name($server, false), ':'), 1), "\n";
flush();
$page = @stream_socket_accept($server, 30);
if ($page === false) {
    exit("nothing came\n");
}
$request = '';
while (!str_contains($request, "\r\n\r\n") && !feof($page)) {
    $request .= fread($page, 1024);
}
usleep((int) ((float) $wait * 1e6));
@fwrite($page, "HTTP/1.1 $status Whatever\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
echo $request;
