using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CometAdTag.Service.Tests.Load;

/// <summary>One of very many pages: a WebSocket with one slot, which shows what it gets, does what it is told, and notes what came when.</summary>
internal sealed class LoadPage : IDisposable
{
    private static readonly string Hello =
        $$"""{"type":"hello","v":1,"url":"{{LoadFeed.Origin}}/","visible":true,"slots":[{"slot":"a","zone":"top","w":300,"h":250,"inView":true}]}""";

    private readonly ClientWebSocket socket = new();
    private readonly byte[] chunk = new byte[4096];
    private readonly HashSet<int> unsettled = [];
    private string token = "";
    private int confirmation, last;

    /// <summary>The creatives that came, in order, and the timestamp of each.</summary>
    public List<(string Creative, string Trigger, int Index, long At)> Ads { get; } = [];

    /// <summary>When it was told to take something off, and what.</summary>
    public List<(string Creative, long At)> Withdrawals { get; } = [];

    /// <summary>When it was acknowledged that something is off.</summary>
    public List<long> Confirmations { get; } = [];

    /// <summary>What should not come here: refusals of receipts, passbacks, closes.</summary>
    public List<string> Strange { get; } = [];

    /// <summary>Nothing that it reported waits for its ack.</summary>
    public bool IsSettled => unsettled.Count == 0;

    public async Task Open(Uri service, CancellationToken bound)
    {
        socket.Options.SetRequestHeader("Origin", LoadFeed.Origin);
        socket.Options.SetRequestHeader("User-Agent", RunningService.UserAgent);
        await socket.ConnectAsync(new UriBuilder(service) { Scheme = "ws", Path = "/comet/v1/socket" }.Uri, bound);
        await Say(Hello, bound);
    }

    /// <summary>Hears and answers until this is so.</summary>
    public async Task Until(Func<LoadPage, bool> isSo, CancellationToken bound)
    {
        while (!isSo(this)) await Hear(bound);
    }

    /// <summary>Gives its creative back, and hears everything that was said before the ack of that.</summary>
    public async Task End(CancellationToken bound)
    {
        await Report("ended", "unload", bound);
        await Until(page => page.IsSettled, bound);
    }

    public void Dispose() => socket.Dispose();

    public override string ToString() =>
        $"{Ads.Count} ads, {Withdrawals.Count} withdrawals, {Confirmations.Count} confirmed, {unsettled.Count} unsettled {string.Join(' ', Strange)}";

    private async Task Hear(CancellationToken bound)
    {
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(chunk.AsMemory(length), bound);
            length += received.Count;
        }
        while (!received.EndOfMessage);
        var at = TimeProvider.System.GetTimestamp();
        Assert.Equal(WebSocketMessageType.Text, received.MessageType);
        using var frame = JsonDocument.Parse(chunk.AsMemory(0, length));
        await Take(frame.RootElement, at, bound);
    }

    private Task Take(JsonElement frame, long at, CancellationToken bound)
    {
        switch (frame.GetProperty("type").GetString())
        {
            case "ready" or "ping":
                return Task.CompletedTask;
            case "ad":
                token = frame.GetProperty("token").GetString()!;
                Ads.Add((frame.GetProperty("creative").GetString()!, frame.GetProperty("trigger").GetString()!, frame.GetProperty("index").GetInt32(), at));
                return Report("rendered", "", bound);
            case "withdraw":
                Withdrawals.Add((string.Join(' ', frame.GetProperty("creatives").EnumerateArray()), at));
                confirmation = last + 1;
                return Report("ended", "withdrawn", bound);
            case "ack":
                Settle(frame, at);
                return Task.CompletedTask;
            default:
                Strange.Add(frame.GetRawText());
                return Task.CompletedTask;
        }
    }

    private void Settle(JsonElement ack, long at)
    {
        foreach (var n in ack.GetProperty("acked").EnumerateArray().Select(n => n.GetInt32()))
        {
            if (n == confirmation) Confirmations.Add(at);
            if (!unsettled.Remove(n)) Strange.Add(ack.GetRawText());
        }
        foreach (var refused in ack.GetProperty("refused").EnumerateArray())
        {
            unsettled.Remove(refused.GetProperty("n").GetInt32());
            Strange.Add(ack.GetRawText());
        }
    }

    private Task Report(string stage, string reason, CancellationToken bound)
    {
        unsettled.Add(++last);
        return Say($$"""{"type":"receipt","n":{{last}},"token":"{{token}}","stage":"{{stage}}","shown":0,"reason":"{{reason}}"}""", bound);
    }

    private Task Say(string json, CancellationToken bound) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, bound);
}
