using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Tests.Load;

/// <summary>
/// A page that is opened over and over on a service that dies: it reports all that it showed until it is told that it is kept, by its
/// connection or by POST, and its viewer clicks at times.
/// </summary>
internal sealed class FaithfulPage(bool posts)
{
    private const string Zones = "12512";
    private const int Batch = 3, ClickEach = 4, LookedAtAgain = 5;

    /// <summary>When the viewer is sent on without waiting for the ledger any longer.</summary>
    private static readonly TimeSpan ClickPatience = TimeSpan.FromSeconds(1);

    private static readonly string Hello = PageSocket.HelloOf([.. Zones.Select((zone, at) => $"{at}:{zone}")]);

    private readonly List<PushedAd> ads = [];
    private readonly List<SentReceipt> owed = [];
    private int last;

    /// <summary>All that it ever reported or meant to report, and the clicks.</summary>
    public List<SentReceipt> Receipts { get; } = [];

    /// <summary>What should not come here: refusals, passbacks, answers nobody asked for.</summary>
    public List<string> Strange { get; } = [];

    /// <summary>Reports what it owes and is opened anew, until the service is killed.</summary>
    public async Task Visit(LoadedService service, Action kept, CancellationToken bound)
    {
        try
        {
            using var client = service.Page();
            LookAgain();
            await Settle(client, kept, bound);
            while (true) await View(service, client, kept, bound);
        }
        catch (Exception e) when (service.IsKilled && e is HttpRequestException or IOException or WebSocketException)
        {
            // It reports again what it owes when it is opened the next time
        }
    }

    /// <summary>Reports what it owes, each again until it is kept.</summary>
    public async Task Settle(LoadedService service, CancellationToken bound)
    {
        using var client = service.Page();
        await Settle(client, () => { }, bound);
    }

    /// <summary>Is opened once; false where something of what it reported could not be kept.</summary>
    public async Task<bool> Try(LoadedService service, CancellationToken bound)
    {
        using var client = service.Page();
        await Show(service, bound);
        return await PostOwed(client, () => { }, bound);
    }

    /// <summary>What it showed last has been there long enough for viewable by now.</summary>
    private void LookAgain()
    {
        var latest = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - ReceiptCheck.LeastViewable;
        foreach (var ad in ads.Where(ad => ad.Id.IssuedAt < latest).TakeLast(LookedAtAgain)) Owe(ad, Stage.Viewable);
        ads.Clear();
    }

    private async Task View(LoadedService service, HttpClient client, Action kept, CancellationToken bound)
    {
        using var socket = await Open(service, bound);
        var asked = new Dictionary<int, SentReceipt>();
        for (var shown = 0; shown < Zones.Length || asked.Count > 0;)
        {
            using var frame = await Hear(socket, bound);
            var type = frame.RootElement.GetProperty("type").GetString();
            if (type == "ad")
            {
                shown++;
                var (rendered, ended) = Render(frame.RootElement);
                if (!posts) await Say(socket, asked, [rendered, ended], bound);
                if (ads.Count % ClickEach == 0) await Click(client, rendered.Ad, bound);
            }
            else if (type == "ack")
            {
                Take(frame.RootElement, asked, kept);
            }
            else if (type is not ("ready" or "ping"))
            {
                Strange.Add(frame.RootElement.GetRawText());
            }
        }
        if (posts) await PostOwed(client, kept, bound);
    }

    /// <summary>Is opened and shows what it gets, and reports nothing yet.</summary>
    private async Task Show(LoadedService service, CancellationToken bound)
    {
        using var socket = await Open(service, bound);
        for (var shown = 0; shown < Zones.Length;)
        {
            using var frame = await Hear(socket, bound);
            if (frame.RootElement.GetProperty("type").GetString() != "ad") continue;
            shown++;
            Render(frame.RootElement);
        }
    }

    private (SentReceipt Rendered, SentReceipt Ended) Render(JsonElement frame)
    {
        var ad = PushedAd.Of(frame);
        ads.Add(ad);
        return (Owe(ad, Stage.Rendered), Owe(ad, Stage.Ended));
    }

    private SentReceipt Owe(PushedAd ad, Stage stage)
    {
        var receipt = new SentReceipt(ad, stage);
        Receipts.Add(receipt);
        owed.Add(receipt);
        return receipt;
    }

    private async Task Settle(HttpClient client, Action kept, CancellationToken bound)
    {
        while (owed.Count > 0 && !bound.IsCancellationRequested) await PostOwed(client, kept, bound);
        bound.ThrowIfCancellationRequested();
    }

    /// <summary>False where something could not be kept; it is owed still.</summary>
    private async Task<bool> PostOwed(HttpClient client, Action kept, CancellationToken bound)
    {
        foreach (var batch in owed.ToArray().Chunk(Batch))
        {
            var asked = new Dictionary<int, SentReceipt>();
            foreach (var receipt in batch) asked.Add(asked.Count + 1, receipt);
            foreach (var receipt in batch) receipt.Tries++;
            using var body = new StringContent($$"""{"receipts":[{{string.Join(',', asked.Select(one => one.Value.Json(one.Key)))}}]}""");
            using var answer = await client.PostAsync(new Uri("/comet/v1/receipts", UriKind.Relative), body, bound);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(bound));
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                // It was told that none of them is kept, so none may turn out to be a duplicate
                foreach (var receipt in batch) receipt.Tries--;
                return false;
            }
            if (answer.StatusCode == HttpStatusCode.OK) Take(json.RootElement, asked, kept);
            if (asked.Count > 0) Strange.Add($"{answer.StatusCode} {json.RootElement.GetRawText()}");
        }
        return true;
    }

    private void Take(JsonElement ack, Dictionary<int, SentReceipt> asked, Action kept)
    {
        foreach (var n in ack.GetProperty("acked").EnumerateArray()) Keep(n.GetInt32(), ack, asked, kept, tries: 1);
        foreach (var refused in ack.GetProperty("refused").EnumerateArray())
        {
            // Right only where an answer got lost
            if (refused.GetProperty("reason").GetString() == "duplicate") Keep(refused.GetProperty("n").GetInt32(), ack, asked, kept, tries: 2);
            else Strange.Add(ack.GetRawText());
        }
    }

    private void Keep(int n, JsonElement ack, Dictionary<int, SentReceipt> asked, Action kept, int tries)
    {
        if (!asked.Remove(n, out var receipt) || receipt.IsKept || receipt.Tries < tries)
        {
            Strange.Add(ack.GetRawText());
            return;
        }
        receipt.IsKept = true;
        owed.Remove(receipt);
        kept();
    }

    private async Task Click(HttpClient client, PushedAd ad, CancellationToken bound)
    {
        var click = new SentReceipt(ad, Stage.Clicked) { Tries = 1 };
        Receipts.Add(click);
        var asked = TimeProvider.System.GetTimestamp();
        using var answer = await client.GetAsync(new Uri($"/comet/v1/click/{ad.Token}", UriKind.Relative), bound);
        if (answer.StatusCode != HttpStatusCode.Found) Strange.Add($"a click: {answer.StatusCode}");
        // Had the ledger not had it, the viewer would have waited longer
        click.IsKept = TimeProvider.System.GetElapsedTime(asked) < ClickPatience;
    }

    private static async Task<ClientWebSocket> Open(LoadedService service, CancellationToken bound)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Origin", RunningService.Origin);
            socket.Options.SetRequestHeader("User-Agent", RunningService.UserAgent);
            await socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = "/comet/v1/socket" }.Uri, bound);
            await socket.SendAsync(Encoding.UTF8.GetBytes(Hello), WebSocketMessageType.Text, endOfMessage: true, bound);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task Say(ClientWebSocket socket, Dictionary<int, SentReceipt> asked, SentReceipt[] receipts, CancellationToken bound)
    {
        foreach (var receipt in receipts)
        {
            asked.Add(++last, receipt);
            receipt.Tries++;
            await socket.SendAsync(Encoding.UTF8.GetBytes(receipt.Json(last)), WebSocketMessageType.Text, endOfMessage: true, bound);
        }
    }

    private static async Task<JsonDocument> Hear(ClientWebSocket socket, CancellationToken bound)
    {
        var message = new MemoryStream();
        var chunk = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(chunk.AsMemory(), bound);
            if (received.MessageType == WebSocketMessageType.Close) throw new IOException($"closed: {socket.CloseStatusDescription}");
            message.Write(chunk, 0, received.Count);
            if (received.EndOfMessage) return JsonDocument.Parse(message.ToArray());
        }
    }
}
