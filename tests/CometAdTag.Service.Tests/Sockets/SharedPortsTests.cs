using System.Net;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Sockets;
using CometAdTag.Service.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CometAdTag.Service.Tests.Sockets;

public sealed class SharedPortsTests
{
    [Theory]
    [InlineData("Urls", "http://*:8080;http://*:8443")]
    [InlineData("Urls", "http://*:8080; HTTPS://ads.test:8443", 8443)]
    [InlineData("Urls", "https://ads.test", 443)]
    [InlineData("HTTPS_PORTS", "8443;9443", 8443, 9443)]
    [InlineData("Kestrel:Endpoints:Secure:Url", "https://*:8443", 8443)]
    [InlineData("Kestrel:Endpoints:Plain:Url", "http://*:8443")]
    [InlineData("Telemetry:Urls", "http://127.0.0.1:9100", 9100)]
    public void The_loops_keep_off_the_ports_of_TLS_and_of_telemetry(string key, string value, params int[] apart)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build();
        var telemetry = new Live<TelemetryOptions>(new() { Urls = settings["Telemetry:Urls"] ?? "" });
        var ports = new SharedPorts(null!, Options.Create(new SocketTransportOptions()), telemetry, settings, null!, null!);

        int[] known = [443, 8080, 8443, 9100, 9443];
        Assert.Equal(known.Except(apart), known.Where(port => ports.CanBind(new IPEndPoint(IPAddress.Any, port))));
    }
}
