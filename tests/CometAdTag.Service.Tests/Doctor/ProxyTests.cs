namespace CometAdTag.Service.Tests.Doctor;

/// <summary>The command with a real nginx in front of the service, set as people set it.</summary>
public sealed class ProxyTests(Surgery surgery) : IClassFixture<Surgery>
{
    private const string Good = """
        proxy_pass {service};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
        """;

    [Fact]
    public async Task The_location_of_the_guide_lets_everything_pass()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "config", "README.md"));
        var from = guide.IndexOf("location /comet {", StringComparison.Ordinal);
        var location = guide[from..guide.IndexOf("```", from, StringComparison.Ordinal)].Replace("http://127.0.0.1:8080", "{service}", StringComparison.Ordinal);
        Assert.Contains("{service}", location, StringComparison.Ordinal);

        var (code, said) = await Look(location);

        Assert.EndsWith("All is well.\n", said, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("proxy_pass {service}; proxy_set_header Host $http_host;", "socket", "the header Upgrade does not reach the service", "proxy_set_header Upgrade $http_upgrade;")]
    [InlineData(Good + "add_header X-Frame-Options SAMEORIGIN;", "frame", "X-Frame-Options: SAMEORIGIN was added", "proxy_hide_header X-Frame-Options")]
    [InlineData(Good + "proxy_hide_header Content-Security-Policy; add_header Content-Security-Policy \"default-src 'self'\";", "frame", "Content-Security-Policy is not the service's", "for your own pages only")]
    [InlineData(Good + "proxy_set_header Origin \"\";", "origin", "does not get the header Origin", "no proxy_set_header Origin")]
    public async Task What_the_proxy_does_wrong_is_named_with_the_line_that_mends_it(string lines, string subject, string what, string fix) =>
        Surgery.IsWrong(await Look($"location / {{ {lines} }}"), subject, what, fix);

    [Theory]
    [InlineData("proxy_pass {service}; proxy_set_header Host $http_host; proxy_ignore_headers X-Accel-Buffering;")]
    [InlineData(Good + "proxy_ignore_headers X-Accel-Buffering; gzip on; gzip_types *; gzip_min_length 0; gzip_proxied any;")]
    public async Task A_stream_that_the_proxy_buffers_is_named(string lines) =>
        Surgery.IsWrong(await Look($"location / {{ {Good} }} location /comet/v1/stream {{ {lines} }}"), "stream", "nothing of it came within 4 s", "proxy_buffering off; gzip off;");

    [Theory]
    [InlineData("return 404;", "origin", "404 NotFound, text/html: that is not the service's answer", "everything below /comet/")]
    [InlineData("return 403;", "origin", "403 Forbidden, not from the service", "without a challenge")]
    [InlineData("return 302 /elsewhere;", "origin", "a page cannot follow that", "answers itself")]
    [InlineData("proxy_pass http://127.0.0.1:9;", "origin", "502 BadGateway, not from the service", "does the service run")]
    public async Task A_way_that_the_proxy_does_not_lead_to_the_service_is_named(string lines, string subject, string what, string fix) =>
        Surgery.IsWrong(await Look($"location / {{ {Good} }} location /comet/v1/poll {{ {lines} }}"), subject, what, fix);

    [Fact]
    public async Task Headers_that_the_proxy_adds_to_those_of_the_service_are_named()
    {
        var (code, said) = await Look($"location / {{ {Good} add_header Access-Control-Allow-Origin *; }}");
        Assert.Equal(1, code);
        Assert.Contains("WRONG  script     /comet.js: Access-Control-Allow-Origin is there 2 times", said, StringComparison.Ordinal);
        Assert.Contains("WRONG  origin     Access-Control-Allow-Origin is there 2 times, so the page may not read the answer", said, StringComparison.Ordinal);
        Assert.Contains("nginx: no add_header Access-Control-Allow-Origin", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_timeout_below_the_heartbeat_cuts_all_three_ways_and_each_is_named()
    {
        var (code, said) = await Look($"location / {{ {Good} proxy_read_timeout 300ms; }}");
        Assert.Equal(1, code);
        foreach (var way in (string[])["socket", "stream", "poll"]) Assert.Matches($@"WRONG  {way} +cut after 0\.[3-9] s, not by the service.*\n +fix: +nginx: .*proxy_read_timeout 60s;", said);
    }

    [Fact]
    public async Task A_socket_that_is_opened_and_then_silent_is_named()
    {
        await using var silent = new RawServer("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", closes: false);
        var look = await Look($"location / {{ {Good} }} location /comet/v1/socket {{ {Good.Replace("{service}", $"{silent.Address}", StringComparison.Ordinal)} }}");
        Surgery.IsWrong(look, "socket", "opened, and then silent for 4 s", "proxy_set_header Upgrade");
    }

    private async Task<(int Code, string Said)> Look(string locations)
    {
        await using var nginx = await Nginx.Start(locations.Replace("{service}", surgery.Service.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        return await Surgery.Look(surgery.Publisher.Page(Surgery.Html(nginx.Address)));
    }
}
