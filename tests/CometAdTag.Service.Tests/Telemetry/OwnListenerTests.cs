using System.Net;
using System.Net.WebSockets;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Telemetry;

public sealed class OwnListenerTests
{
    [Fact]
    public async Task With_a_listener_of_its_own_telemetry_is_there_and_nowhere_else()
    {
        var port = Tool.FreePort();
        await using var service = await MeasuredService.Start(null, $"--Telemetry:Urls=http://127.0.0.1:{port}");
        var own = new Uri($"http://127.0.0.1:{port}");

        Assert.Equal(HttpStatusCode.OK, await Status(service, new(own, "/metrics"), service.Address.Authority));
        Assert.Equal(HttpStatusCode.OK, await Status(service, new(own, "/health/ready"), service.Address.Authority));
        Assert.Equal(HttpStatusCode.NotFound, await Status(service, new(own, "/else"), service.Address.Authority));
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Origin", service.Address.GetLeftPart(UriPartial.Authority));
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new($"ws://127.0.0.1:{port}/comet/v1/socket"), default));
        Assert.Equal(HttpStatusCode.NotFound, socket.HttpStatusCode);
        Assert.Equal(HttpStatusCode.OK, await Status(service, new(service.Address, "/else"), own.Authority));
        Assert.Equal(HttpStatusCode.NotFound, await Status(service, new(service.Address, "/metrics"), own.Authority));
        Assert.Equal(HttpStatusCode.NotFound, await Status(service, new(service.Address, "/Health/live"), own.Authority));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:0")]
    public async Task A_listener_that_cannot_be_is_refused_by_name(string url)
    {
        var wrong = await Assert.ThrowsAsync<SettingsException>(() => MeasuredService.Start(null, $"--Telemetry:Urls={url}"));
        Assert.StartsWith("command line: Telemetry:Urls must be", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    // The Host header names the other listener: it must not matter
    private static async Task<HttpStatusCode> Status(MeasuredService service, Uri url, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = host;
        using var answer = await service.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
