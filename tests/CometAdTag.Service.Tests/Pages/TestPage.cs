using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CometAdTag.Service.Pages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Pages;

/// <summary>
/// A page as the real tag is one, on any transport: what it says goes as frames on the socket, and by opening anew with page,
/// resume and receipts on stream and poll. Each of its verbs returns when the service has heard it.
/// </summary>
internal abstract class TestPage(RunningService service) : IAsyncDisposable
{
    public static readonly string[] Transports = ["socket", "stream", "poll"];

    private readonly Channel<JsonElement> frames = Channel.CreateUnbounded<JsonElement>();
    private readonly List<JsonElement> unread = [];
    private readonly Dictionary<string, Shown> shown = [];
    private readonly JsonArray events = [];
    private readonly List<JsonObject> unsettled = [];
    private readonly Dictionary<string, JsonObject> slots = [];
    private int last;

    public RunningService Service => service;

    public string? Id { get; private set; }

    /// <summary>Something has come that nobody has looked at.</summary>
    protected bool HasNews => frames.Reader.Count > 0;

    public string Url { get; private set; } = RunningService.Origin + "/";

    public bool Visible { get; private set; } = true;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The blob that the service gave it.</summary>
    public string? Viewer { get; set; }

    /// <summary>What it is viewed with; "" says nothing.</summary>
    public string Agent { get; set; } = RunningService.UserAgent;

    public string Referrer { get; set; } = "";

    public string Source { get; set; } = "";

    /// <summary>Whether the viewer allows storage.</summary>
    public bool Storage { get; set; }

    /// <summary>The header Sec-GPC; "" sends none.</summary>
    public string Gpc { get; set; } = "";

    /// <summary>Opens a page with slots given as "name:zone", in view, or "name:zone:unseen"; "name:zone?source=x&a=b" asks for something by itself.</summary>
    public static async Task<TestPage> Open(RunningService service, string transport, params string[] slots)
    {
        var page = Make(service, transport);
        foreach (var slot in slots) page.Has(slot, inView: !slot.EndsWith(":unseen", StringComparison.Ordinal));
        await page.Connect();
        return page;
    }

    /// <summary>The same, with what its hello says besides.</summary>
    public static async Task<TestPage> Open(RunningService service, string transport, Action<TestPage> say, params string[] slots)
    {
        var page = Make(service, transport);
        say(page);
        foreach (var slot in slots) page.Has(slot, inView: true);
        await page.Connect();
        return page;
    }

    /// <summary>A page that is hidden, or has no slot in view.</summary>
    public static async Task<TestPage> OpenUnseen(RunningService service, string transport, bool visible, string slot)
    {
        var page = Make(service, transport);
        page.Has(slot, inView: false);
        page.Visible = visible;
        await page.Connect();
        return page;
    }

    /// <summary>The same document on a new connection, maybe of another transport or service; the old connection is lost.</summary>
    public async Task<TestPage> Again(RunningService at, string transport, string? url = null)
    {
        await Lose();
        return await OpenedAgain(at, transport, url);
    }

    /// <summary>The same, while the old connection still stands.</summary>
    public async Task<TestPage> OpenedAgain(RunningService at, string transport, string? url = null)
    {
        var page = Make(at, transport);
        (page.Id, page.Url, page.Visible, page.last, page.Viewer, page.Storage) = (Id, url ?? Url, Visible, last, Viewer, Storage);
        foreach (var (name, slot) in slots) page.slots[name] = (JsonObject)slot.DeepClone();
        foreach (var (name, creative) in shown) page.shown[name] = creative;
        page.unsettled.AddRange(unsettled);
        await page.Connect();
        return page;
    }

    public async Task Add(string slot, bool inView = true)
    {
        var added = Has(slot, inView);
        await Tell(new() { ["type"] = "slots", ["add"] = new JsonArray(added.DeepClone()), ["remove"] = new JsonArray() });
    }

    /// <summary>Says what of itself is another now.</summary>
    public Task Change(JsonObject change)
    {
        change.Insert(0, "type", "page");
        return Tell(change);
    }

    /// <summary>Has the connection of a page that polls, which is away after each answer; any other has one.</summary>
    public Task IsThere() => this is PollPage ? Heard() : Task.CompletedTask;

    public async Task Remove(string slot)
    {
        slots.Remove(slot);
        Forget(slot);
        await Tell(new() { ["type"] = "slots", ["add"] = new JsonArray(), ["remove"] = new JsonArray(slot) });
    }

    public async Task View(bool visible, params (string Slot, bool InView)[] changed)
    {
        Visible = visible;
        foreach (var (slot, inView) in changed) slots[slot]["inView"] = inView;
        var seen = new JsonObject(changed.Select(each => KeyValuePair.Create(each.Slot, (JsonNode?)each.InView)));
        await Tell(new() { ["type"] = "view", ["visible"] = visible, ["slots"] = seen });
    }

    public async Task Navigate(string url)
    {
        Url = url;
        await Tell(new() { ["type"] = "page", ["url"] = url });
    }

    public async Task Event(string trigger = "event", params string[] concerned)
    {
        JsonObject happened = new() { ["type"] = "event", ["name"] = "goal", ["trigger"] = trigger };
        if (concerned.Length > 0) happened["slots"] = new JsonArray([.. concerned.Select(slot => (JsonNode?)slot)]);
        events.Add(happened.DeepClone());
        await Tell(happened);
        events.Clear();
    }

    /// <summary>Says what happened to a creative, and waits for the ack: "" where it is acked, else the reason of the refusal.</summary>
    public async Task<string> Report(JsonElement ad, string stage, long time = 0, string? token = null, string? reason = null)
    {
        var receipt = Receipt(token ?? ad.Text("token"), stage, time);
        if (reason is not null) receipt["reason"] = reason;
        Note(ad, stage, time);
        await Send(receipt);
        return await Settled((int)receipt["n"]!);
    }

    /// <summary>Says that a creative is no longer shown, and why.</summary>
    public async Task End(JsonElement ad, string reason, long time)
    {
        var receipt = Receipt(ad.Text("token"), "ended", time);
        receipt["reason"] = reason;
        await Send(receipt);
        Assert.Equal("", await Settled((int)receipt["n"]!));
    }

    /// <summary>Shows a creative to its end: rendered, and viewable after a second.</summary>
    public async Task Show(JsonElement ad)
    {
        Assert.Equal("", await Report(ad, "rendered"));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("", await Report(ad, "viewable"));
    }

    /// <summary>The next frame of that type; those of other types before it are kept for later.</summary>
    public async Task<JsonElement> Next(string type, string? slot = null)
    {
        while (true)
        {
            var at = unread.FindIndex(frame => frame.Text("type") == type && (slot is null || frame.Text("slot") == slot));
            if (at >= 0) return Taken(at);
            unread.Add(await Frame(type));
        }
    }

    /// <summary>The next creative of a slot.</summary>
    public Task<JsonElement> Ad(string slot) => Next("ad", slot);

    /// <summary>Says what happened to a creative, and does not wait for the ack: by what it sends next, and again when it opens anew.</summary>
    public Task Claim(JsonElement ad, string stage)
    {
        Believe(ad, stage);
        var receipt = Receipt(ad.Text("token"), stage, 0);
        return this is SocketPage ? Send(receipt) : Task.CompletedTask;
    }

    /// <summary>Goes on as if it had said so.</summary>
    public void Believe(JsonElement ad, string stage) => Note(ad, stage, 0);

    /// <summary>All that has come by now.</summary>
    public JsonElement[] TakeArrived()
    {
        while (frames.Reader.TryRead(out var frame)) unread.Add(frame);
        return TakeAll();
    }

    /// <summary>All that has come although nobody waited for it.</summary>
    public JsonElement[] TakeAll()
    {
        JsonElement[] all = [.. unread];
        unread.Clear();
        return all;
    }

    /// <summary>What was pushed to a slot never came to be shown.</summary>
    public void Forget(string slot)
    {
        lock (shown) shown.Remove(slot);
    }

    /// <summary>This one never came to be shown; what came after it stays.</summary>
    public void Forget(JsonElement ad)
    {
        lock (shown)
            if (shown.TryGetValue(ad.Text("slot"), out var known) && known.Id == ad.Text("id")) shown.Remove(ad.Text("slot"));
    }

    /// <summary>Holds when no frame of that type has come although everything that was due is done.</summary>
    public async Task None(string type)
    {
        await Heard();
        Assert.DoesNotContain(unread, frame => frame.Text("type") == type);
    }

    /// <summary>Says something that changes nothing, and waits for the answer: all that was said before is done then.</summary>
    public Task Heard() => Say(null);

    /// <summary>Is connected to hear what comes, and the service knows: a poll that was answered asks again, as the tag does.</summary>
    public async Task Listen()
    {
        var pages = service.Services.GetRequiredService<OpenPages>();
        for (var longest = Patience.Longest; Id is null || pages.Find(Id) is not { } page || !Hears(page); await Task.Yield())
        {
            Assert.False(longest.IsCompleted, "the page was not taken up");
            await AskAgain();
        }
    }

    /// <summary>Drops the connection without a word.</summary>
    public abstract Task Lose();

    public async ValueTask DisposeAsync()
    {
        await Lose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the first connection and sends the hello.</summary>
    protected abstract Task Connect();

    /// <summary>Says a frame; null says only what the hello or receipts carry.</summary>
    protected abstract Task Send(JsonObject? frame);

    /// <summary>Called where a frame is awaited and none is there.</summary>
    protected virtual Task Wait() => Task.CompletedTask;

    /// <summary>Called while it is not connected.</summary>
    protected virtual Task AskAgain() => Task.CompletedTask;

    protected void Arrived(JsonElement frame)
    {
        if (frame.Text("type") == "ready") Id = frame.Text("page");
        if (frame.Text("type") == "ack") Settle(frame);
        if (frame.Text("type") == "withdraw") TakeOff(frame);
        if (frame.Text("type") == "ad" && !Shows(frame)) return;
        frames.Writer.TryWrite(frame);
    }

    protected void Ended() => frames.Writer.TryComplete();

    protected string Hello()
    {
        var hello = new JsonObject
        {
            ["type"] = "hello",
            ["v"] = 1,
            ["url"] = Url,
            ["referrer"] = Referrer,
            ["source"] = Source,
            ["visible"] = Visible,
            ["slots"] = new JsonArray([.. slots.Values.Select(slot => slot.DeepClone())]),
            ["resume"] = Resumed(),
            ["receipts"] = new JsonArray([.. Unsettled().Select(receipt => receipt.DeepClone())]),
            ["events"] = events.DeepClone(),
            ["variables"] = new JsonObject(Variables.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value))),
        };
        if (Id is not null) hello["page"] = Id;
        if (Viewer is not null) hello["viewer"] = Viewer;
        if (Storage) hello["consent"] = new JsonObject { ["storage"] = true };
        return hello.ToJsonString();
    }

    private static bool Hears(Page page)
    {
        using (page.EnterGate()) return page is { TakesPushes: true, Conversation: not null };
    }

    private static TestPage Make(RunningService service, string transport) => transport switch
    {
        "socket" => new SocketPage(service),
        "upgrade" => new SocketPage(service, ofWebServer: true),
        "stream" => new StreamPage(service),
        _ => new PollPage(service),
    };

    private JsonArray Resumed()
    {
        lock (shown) return new([.. shown.Select(Resumed)]);
    }

    /// <summary>The page keeps what comes, and says so when it opens anew; false where it has that already.</summary>
    private bool Shows(JsonElement ad)
    {
        lock (shown)
        {
            var (slot, id) = (ad.Text("slot"), ad.Text("id"));
            if (shown.TryGetValue(slot, out var known) && known.Id == id) return false;
            shown[slot] = new(id, ad.Text("token"), ad.Text("creative"), ad.Text("campaign"));
            return true;
        }
    }

    /// <summary>Shows it no longer, and says nothing of it when it opens anew.</summary>
    private void TakeOff(JsonElement withdrawal)
    {
        bool Names(string list, string id) => withdrawal.GetProperty(list).EnumerateArray().Any(each => each.GetString() == id);
        lock (shown)
            foreach (var (slot, ad) in shown)
                if (Names("creatives", ad.Creative) || Names("campaigns", ad.Campaign)) shown.Remove(slot);
    }

    private static JsonNode Resumed(KeyValuePair<string, Shown> slot) => new JsonObject
    {
        ["slot"] = slot.Key,
        ["token"] = slot.Value.Token,
        ["rendered"] = slot.Value.Rendered,
        ["viewable"] = slot.Value.Viewable,
        ["shown"] = slot.Value.Time,
    };

    private JsonObject Has(string slot, bool inView)
    {
        var (parts, words) = (slot.Split('?')[0].Split(':'), QueryHelpers.ParseQuery(slot.Contains('?', StringComparison.Ordinal) ? slot[slot.IndexOf('?', StringComparison.Ordinal)..] : ""));
        var added = slots[parts[0]] = new() { ["slot"] = parts[0], ["zone"] = parts[1], ["w"] = 0, ["h"] = 0, ["inView"] = inView };
        if (words.Remove("source", out var source)) added["source"] = source.ToString();
        if (words.Count > 0) added["variables"] = new JsonObject(words.Select(word => KeyValuePair.Create(word.Key, (JsonNode?)word.Value.ToString())));
        return added;
    }

    private async Task Tell(JsonObject frame) => await Say(frame);

    private async Task Say(JsonObject? frame)
    {
        // A receipt of no shape is refused and changes nothing: its ack tells that everything before it was heard
        var barrier = Receipt("x", "no stage", 0);
        await Send(frame);
        if (this is SocketPage) await Send(barrier);
        await Settled((int)barrier["n"]!);
    }

    private JsonObject Receipt(string token, string stage, long time)
    {
        var receipt = new JsonObject { ["type"] = "receipt", ["n"] = ++last, ["token"] = token, ["stage"] = stage, ["shown"] = time };
        lock (unsettled) unsettled.Add(receipt);
        return receipt;
    }

    private void Note(JsonElement ad, string stage, long time)
    {
        var slot = ad.Text("slot");
        lock (shown)
        {
            if (!shown.TryGetValue(slot, out var creative) || creative.Id != ad.Text("id")) return;
            shown[slot] = creative with { Rendered = creative.Rendered || stage is "rendered" or "viewable", Viewable = creative.Viewable || stage == "viewable", Time = Math.Max(creative.Time, time) };
        }
    }

    private async Task<string> Settled(int n)
    {
        while (true)
        {
            var ack = await Next("ack");
            if (ack.GetProperty("acked").EnumerateArray().Any(each => each.GetInt32() == n)) return "";
            foreach (var refused in ack.GetProperty("refused").EnumerateArray())
                if (refused.GetProperty("n").GetInt32() == n) return refused.Text("reason");
        }
    }

    private JsonObject[] Unsettled()
    {
        lock (unsettled) return [.. unsettled];
    }

    private void Settle(JsonElement ack)
    {
        if (ack.TryGetProperty("viewer", out var viewer)) Viewer = viewer.GetString();
        var settled = ack.GetProperty("acked").EnumerateArray().Concat(ack.GetProperty("refused").EnumerateArray().Select(each => each.GetProperty("n")))
            .Select(n => n.GetInt32()).ToHashSet();
        lock (unsettled) unsettled.RemoveAll(receipt => settled.Contains((int)receipt["n"]!));
    }

    private JsonElement Taken(int at)
    {
        var frame = unread[at];
        unread.RemoveAt(at);
        return frame;
    }

    private async Task<JsonElement> Frame(string awaited)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        try
        {
            if (frames.Reader.TryRead(out var there)) return there;
            await Wait();
            return await frames.Reader.ReadAsync(bound.Token);
        }
        catch (Exception none) when (none is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"No {awaited} came ({none.GetType().Name}); unread: {string.Join(' ', unread)}", none);
        }
    }

    private readonly record struct Shown(string Id, string Token, string Creative, string Campaign, bool Rendered = false, bool Viewable = false, long Time = 0);
}

internal static class FrameText
{
    public static string Text(this JsonElement frame, string name) =>
        frame.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble().ToString(CultureInfo.InvariantCulture)
            : frame.GetProperty(name).GetString()!;
}
