using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CometAdTag.Service.Tests;

/// <summary>A page on a WebSocket, as a test speaks it: frames as JSON text, each wait bounded.</summary>
internal sealed class PageSocket : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly List<JsonElement> unread = [];

    public static async Task<PageSocket> Open(RunningService service, string? origin = RunningService.Origin)
    {
        var page = new PageSocket();
        await page.Connect(service, origin);
        return page;
    }

    /// <summary>Opens with a header that a browser sets.</summary>
    public static async Task<PageSocket> Open(RunningService service, (string Name, string Value) header)
    {
        var page = new PageSocket();
        page.socket.Options.SetRequestHeader(header.Name, header.Value);
        await page.Connect(service, RunningService.Origin);
        return page;
    }

    /// <summary>Opens and says hello with the given slots, as "name:zone", all in view on a visible page.</summary>
    public static async Task<PageSocket> Hello(RunningService service, params string[] slots)
    {
        var page = await Open(service);
        await page.Say(HelloOf(slots));
        return page;
    }

    public static string HelloOf(params string[] slots)
    {
        var all = slots.Select(slot => slot.Split(':'))
            .Select(slot => $$"""{"slot":"{{slot[0]}}","zone":"{{slot[1]}}","w":0,"h":0,"inView":true}""");
        return $$"""{"type":"hello","v":1,"url":"{{RunningService.Origin}}/","visible":true,"slots":[{{string.Join(',', all)}}]}""";
    }

    public async Task Say(string json)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        await socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, bound.Token);
    }

    /// <summary>Says a binary message, which is no frame.</summary>
    public async Task Say(byte[] binary)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        await socket.SendAsync(binary, WebSocketMessageType.Binary, endOfMessage: true, bound.Token);
    }

    /// <summary>The next frame of that type; frames of other types before it are kept for later.</summary>
    public async Task<JsonElement> Next(string type)
    {
        var at = unread.FindIndex(frame => TypeOf(frame) == type);
        if (at >= 0)
        {
            var kept = unread[at];
            unread.RemoveAt(at);
            return kept;
        }
        while (true)
        {
            var frame = await Read() ?? throw new InvalidOperationException($"the service closed while the page waited for {type}");
            if (TypeOf(frame) == type) return frame;
            unread.Add(frame);
        }
    }

    /// <summary>Says a receipt for an ad frame and waits for its ack.</summary>
    public async Task<JsonElement> Report(int n, JsonElement ad, string stage, int shown = 0)
    {
        await Say($$"""{"type":"receipt","n":{{n}},"token":"{{ad.GetProperty("token").GetString()}}","stage":"{{stage}}","shown":{{shown}}}""");
        return await Next("ack");
    }

    /// <summary>The close code, once the service has closed.</summary>
    public async Task<int> Closed()
    {
        while (await Read() is { } frame) unread.Add(frame);
        return (int)socket.CloseStatus!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        await Task.CompletedTask;
    }

    private async Task Connect(RunningService service, string? origin)
    {
        socket.Options.SetRequestHeader("User-Agent", RunningService.UserAgent);
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        using var bound = new CancellationTokenSource(Patience.Bound);
        await socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = "/comet/v1/socket" }.Uri, bound.Token);
    }

    private static string TypeOf(JsonElement frame) => frame.GetProperty("type").GetString()!;

    private async Task<JsonElement?> Read()
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        var message = new MemoryStream();
        var chunk = new byte[8192];
        while (true)
        {
            var received = await socket.ReceiveAsync(chunk.AsMemory(), bound.Token);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            message.Write(chunk, 0, received.Count);
            if (received.EndOfMessage) return JsonDocument.Parse(message.ToArray()).RootElement;
        }
    }
}
