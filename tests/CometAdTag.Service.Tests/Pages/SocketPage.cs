using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CometAdTag.Service.Tests.Pages;

/// <summary>On the service's own WebSocket, or on the web server's, which takes what asks for one in any other way.</summary>
internal sealed class SocketPage(RunningService service, bool ofWebServer = false) : TestPage(service)
{
    private readonly ClientWebSocket socket = new();

    public override Task Lose()
    {
        socket.Abort();
        socket.Dispose();
        return Task.CompletedTask;
    }

    protected override async Task Connect()
    {
        socket.Options.SetRequestHeader("Origin", RunningService.Origin);
        if (Agent.Length > 0) socket.Options.SetRequestHeader("User-Agent", Agent);
        if (Gpc.Length > 0) socket.Options.SetRequestHeader("Sec-GPC", Gpc);
        socket.Options.SetRequestHeader("Accept-Language", "de");
        using var bound = new CancellationTokenSource(Patience.Bound);
        await socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = "/comet/v1/socket", Query = ofWebServer ? "by=http" : "" }.Uri, bound.Token);
        await Send(JsonNode.Parse(Hello())!.AsObject());
        _ = Hear();
    }

    protected override async Task Send(JsonObject? frame)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        if (frame is not null) await socket.SendAsync(Encoding.UTF8.GetBytes(frame.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, bound.Token);
    }

    private async Task Hear()
    {
        try
        {
            while (await Read() is { } frame) Arrived(frame);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the test dropped it
        }
        Ended();
    }

    private async Task<JsonElement?> Read()
    {
        var message = new MemoryStream();
        var chunk = new byte[8192];
        while (true)
        {
            var received = await socket.ReceiveAsync(chunk.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            message.Write(chunk, 0, received.Count);
            if (received.EndOfMessage) return JsonDocument.Parse(message.ToArray()).RootElement;
        }
    }
}
