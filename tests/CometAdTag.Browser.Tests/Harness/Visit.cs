using System.Text.Json;
using Microsoft.Playwright;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>One tab that shows a page. It is asked over the DevTools protocol, which no Content Security Policy and no throttled timer stops.</summary>
internal sealed class Visit
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ICDPSession devTools;
    private readonly List<string> console = [];
    private readonly List<string> requests = [];
    private readonly List<string> pushed = [];

    private Visit(IPage page, ICDPSession devTools)
    {
        (Page, this.devTools) = (page, devTools);
        page.Console += (_, message) => Keep(console, $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Keep(console, "error: " + error);
        page.Request += (_, request) => Keep(requests, request.Url);
        page.WebSocket += (_, socket) =>
        {
            Keep(requests, socket.Url);
            socket.FrameReceived += (_, frame) => Keep(pushed, frame.Text ?? "");
        };
    }

    public IPage Page { get; }

    /// <summary>What was written to the console, as "error: text".</summary>
    public IReadOnlyList<string> Console => Copy(console);

    public IEnumerable<string> Errors => Console.Where(line => line.StartsWith("error", StringComparison.Ordinal));

    /// <summary>Urls of everything that was asked for, sockets too.</summary>
    public IReadOnlyList<string> Requests => Copy(requests);

    /// <summary>The frames that came over sockets.</summary>
    public IReadOnlyList<string> Pushed => Copy(pushed);

    public static async Task<Visit> Of(IPage page) => new(page, await page.Context.NewCDPSessionAsync(page));

    public Task Go(Uri url) => Page.GotoAsync(url.ToString(), new() { WaitUntil = WaitUntilState.Commit });

    /// <summary>The value of an expression; a promise is awaited.</summary>
    public async Task<T> Ask<T>(string expression)
    {
        var answer = await devTools.SendAsync("Runtime.evaluate", new()
        {
            ["expression"] = expression,
            ["returnByValue"] = true,
            ["awaitPromise"] = true,
            ["userGesture"] = false,
        });
        if (answer!.Value.TryGetProperty("exceptionDetails", out var thrown)) throw new InvalidOperationException($"{expression}: {thrown}");
        return answer.Value.GetProperty("result").TryGetProperty("value", out var value) ? value.Deserialize<T>(Json)! : default!;
    }

    /// <summary>Runs statements in the page.</summary>
    public Task Do(string script) => Ask<object?>($"{{ {script} }}; undefined");

    /// <summary>Waits until an expression is true.</summary>
    public Task Until(string expression, TimeSpan? patience = null) =>
        Bound.Until(() => Ask<bool>($"!!(document.readyState !== 'loading' && window.heard && ({expression}))"), async () => $"It never came: {expression}\n{await Describe()}", patience);

    /// <summary>The slot events that the page heard so far.</summary>
    public Task<HeardEvent[]> Heard() => Ask<HeardEvent[]>("heard");

    /// <summary>What the page's process keeps alive after its garbage was collected.</summary>
    public async Task<Counters> Counters()
    {
        await devTools.SendAsync("HeapProfiler.collectGarbage");
        var counters = await devTools.SendAsync("Memory.getDOMCounters");
        return new(counters!.Value.GetProperty("documents").GetInt32(), counters.Value.GetProperty("jsEventListeners").GetInt32());
    }

    /// <summary>Bytes that the page's scripts hold after its garbage was collected.</summary>
    public async Task<double> Heap()
    {
        await devTools.SendAsync("HeapProfiler.collectGarbage");
        return (await devTools.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble();
    }

    /// <summary>Each call of the script from that address while an act goes on, as milliseconds of the processor: what else this machine does meanwhile counts nothing.</summary>
    public async Task<double[]> Calls(Uri origin, Func<Task> act)
    {
        var calls = new List<double>();
        var complete = new TaskCompletionSource();
        devTools.Event("Tracing.dataCollected").OnEvent += (_, data) => calls.AddRange(CallsIn(data!.Value, origin));
        devTools.Event("Tracing.tracingComplete").OnEvent += (_, _) => complete.TrySetResult();
        await devTools.SendAsync("Tracing.start", new() { ["categories"] = "devtools.timeline,v8" });
        await act();
        await devTools.SendAsync("Tracing.end");
        await complete.Task.WaitAsync(Bound.Patience);
        return [.. calls];
    }

    public async Task<string> Describe()
    {
        if (Page.IsClosed) return $"{Page.Url} was closed";
        var heard = await Ask<string>("(window.heard || []).map(e => JSON.stringify(e)).join('\\n')");
        return $"{Page.Url}\n{heard}\nconsole:\n{string.Join('\n', Console)}";
    }

    public Task Close() => Page.IsClosed ? Task.CompletedTask : Page.CloseAsync();

    /// <summary>Cuts the page off from all networks, or ends that.</summary>
    public Task Offline(bool isOffline) => Network(isOffline, latency: 0, throughput: -1);

    /// <summary>Gives the page the network of a phone far from its mast: 400 ms and 400 kbit/s.</summary>
    public Task Slow() => Network(isOffline: false, latency: 400, throughput: 50_000);

    public Task HideScrollbars() => devTools.SendAsync("Emulation.setScrollbarsHidden", new() { ["hidden"] = true });

    /// <summary>Gives all slots back, so that nothing goes on.</summary>
    public Task Clear() => Do("document.querySelectorAll('ins').forEach(cometad.destroy)");

    /// <summary>Adds a slot of the zone, whose id is the zone's.</summary>
    public Task Add(string zone) =>
        Do($"const slot = document.createElement('ins'); slot.id = '{zone}'; slot.className = 'comet-ad'; slot.dataset.cometZone = '{zone}'; document.body.append(slot)");

    /// <summary>The document of the creative that a slot shows.</summary>
    public async Task<IFrame> Frame(string slot) => (await (await Page.QuerySelectorAsync($"#{slot} iframe"))!.ContentFrameAsync())!;

    /// <summary>Waits until the tag has loaded.</summary>
    public Task Loaded() => Until("window.cometad.trigger");

    private static IEnumerable<double> CallsIn(JsonElement trace, Uri origin) =>
        from entry in trace.GetProperty("value").EnumerateArray()
        where entry.GetProperty("name").GetString() is "EvaluateScript" or "FunctionCall"
        let url = entry.GetProperty("args").TryGetProperty("data", out var about) && about.TryGetProperty("url", out var named) ? named.GetString()! : ""
        where url.StartsWith(origin.GetLeftPart(UriPartial.Authority) + "/comet.", StringComparison.Ordinal)
        select entry.GetProperty("tdur").GetDouble() / 1000;

    private static void Keep(List<string> list, string what)
    {
        lock (list) list.Add(what);
    }

    private static string[] Copy(List<string> list)
    {
        lock (list) return [.. list];
    }

    private async Task Network(bool isOffline, int latency, int throughput)
    {
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = isOffline, ["latency"] = latency, ["downloadThroughput"] = throughput, ["uploadThroughput"] = throughput });
    }
}
