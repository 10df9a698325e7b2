namespace CometAdTag.Service.Doctor;

/// <summary>What mends what is between the pages and the service, as lines for who runs it.</summary>
internal static class Remedies
{
    public static readonly string[] Upgrade =
    [
        """nginx: in the location that passes /comet/ on: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";""",
        "HAProxy passes WebSockets as it is; a firewall or content delivery network has a switch for them",
    ];

    public static readonly string[] Buffering =
    [
        "nginx: in the location that passes /comet/ on: proxy_buffering off; gzip off; and no proxy_ignore_headers X-Accel-Buffering",
        "HAProxy: no \"option http-buffer-response\", and no text/event-stream in \"compression type\"",
    ];

    public static string[] Timeout(TimeSpan heartbeat) =>
    [
        $"nginx: in the location that passes /comet/ on: proxy_read_timeout {Seconds(heartbeat)}s;",
        $"HAProxy: timeout client {Seconds(heartbeat)}s, timeout server {Seconds(heartbeat)}s, timeout tunnel 1h",
        "where it cannot be changed, have the service be heard more often than that: the setting Pages:Heartbeat",
    ];

    public static readonly string[] Pass =
    [
        "pass /comet.js, /comet.*.js and everything below /comet/ on to the service; nginx: location /comet { proxy_pass http://127.0.0.1:8080; }",
    ];

    /// <summary>For an answer that is none of what was asked for.</summary>
    public static (string Text, string[] Fix) Of(Answer answer, string origin) => answer.Refusal switch
    {
        ("origin", var detail) when detail.Contains("no Origin", StringComparison.Ordinal) =>
            ("the service does not get the header Origin", ["what is in front of the service must pass it; nginx: no proxy_set_header Origin"]),
        ("origin", var detail) => ($"refused: {detail}",
            [$"name {origin} as an address of the website in the ad server, or in the service's settings: \"Pages\": {{ \"AllowedOrigins\": [\"{origin}\"] }}"]),
        ("unknown_zone", var detail) => ($"refused: {detail}", ["write ids of zones that the ad server has into data-comet-zone; is this the right service?"]),
        ("limit", var detail) => ($"refused: {detail}", ["where all pages seem to come from one address, name the proxy in the service's setting Pages:TrustedProxies"]),
        ("overload" or "shutdown", var detail) => ($"refused: {detail}", ["try again in a minute"]),
        ("bad_hello", var detail) when detail.Contains("no WebSocket", StringComparison.Ordinal) => ("the header Upgrade does not reach the service", Upgrade),
        var (reason, detail) => ($"refused: {reason}, {detail}", []),
        null when answer.LeadsTo is { } to => ($"{answer.StatusText}, to {to}: a page cannot follow that", ["have pages load the tag from the address that answers itself"]),
        null when answer.Status is 502 or 503 or 504 => ($"{answer.StatusText}, not from the service: what is in front of it does not reach it", ["does the service run, and listen where the proxy asks for it?"]),
        null when answer.Status is 401 or 403 or 405 or 429 => ($"{answer.StatusText}, not from the service: something in front of it forbids it", ["let everything below /comet/ pass, GET and POST, without a challenge"]),
        null => ($"{answer.StatusText}, {(answer.MediaType.Length == 0 ? "of no type" : answer.MediaType)}: that is not the service's answer", Pass),
    };

    private static int Seconds(TimeSpan heartbeat) => (int)Math.Max(60, Math.Ceiling(3 * heartbeat.TotalSeconds));
}
