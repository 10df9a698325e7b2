using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Pages;
using CometAdTag.Service.Tests.Push;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Balance;

/// <summary>A service with pages on all transports, whose clock only turns when everything that was due has happened.</summary>
internal sealed class SimulatedTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(45);
    private static readonly (string, string)[] Settings = [("Pages:RequestsPerAddress", "0"), ("Pages:HellosPerSecond", "0"), ("Refresh:Default:MaxRefreshes", "0"), ("Refresh:Default:Interval", "00:00:30")];

    private readonly List<Story> stories = [];
    private readonly List<(Story Story, long At)> late = [];
    private readonly HashSet<string> withdrawn = [];
    private readonly List<SimulatedPage> pages = [], leaving = [];
    private readonly Random chance;
    private readonly SmallFeed feed = new SmallFeed()
        .Zone(1, "300x250").Zone(2, "728x90").Campaign("x", "remnant").Campaign("y", "remnant")
        .Creative(11, "x", "300x250", 1).Creative(12, "x", "300x250", 1).Creative(13, "y", "300x250", 1).Creative(14, "y", "300x250", 1)
        .Creative(21, "x", "728x90", 2).Creative(22, "y", "728x90", 2).Creative(23, "y", "728x90", 2);
    private readonly Dictionary<Fate, double> counted = [];
    private int servedBefore;

    private SimulatedTraffic(int seed)
    {
        chance = new(seed);
        Service = feed.Start(settings: Settings);
    }

    public RunningService Service { get; private set; }

    public long Now => Service.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The ledger cannot be written.</summary>
    public bool IsFailing { get; private set; }

    public IReadOnlyCollection<Story> Stories => stories;

    /// <summary>Begins late in the evening, with so many pages on each transport.</summary>
    public static async Task<SimulatedTraffic> Start(int seed, int pages)
    {
        var traffic = new SimulatedTraffic(seed);
        traffic.Service.Clock.Advance(TimeSpan.FromHours(9.5));
        await traffic.feed.ReplaceAt(traffic.Service);
        for (var i = 0; i < pages * TestPage.Transports.Length; i++) traffic.Add();
        await traffic.All(page => page.Open());
        await traffic.Settle();
        return traffic;
    }

    /// <summary>Time passes, everybody does something, and says what was shown.</summary>
    public async Task Go()
    {
        await Wait(Step);
        await All(page => page.Act());
        await Settle();
        await All(page => page.Report());
        await Settle();
        foreach (var gone in pages.FindAll(page => page.HasVanished)) await Replace(gone);
        await All(page => page.Listen());
        await SendLate();
        // Who listens anew may be pushed something
        await Settle();
    }

    public void Begin(Story story)
    {
        lock (stories) stories.Add(story);
    }

    /// <summary>A receipt that comes then, by a beacon.</summary>
    public void Later(Story story, long at)
    {
        lock (late) late.Add((story, at));
    }

    public bool IsWithdrawn(string creative) => withdrawn.Contains(creative);

    /// <summary>Takes a creative off all pages; the answer lifts it again.</summary>
    public async Task<Func<Task>> Withdraw(string creative)
    {
        using var admin = Service.Admin();
        using var made = await admin.PostAsJsonAsync("/api/v1/withdrawals", new { creative, reason = "a mistake" });
        Assert.Equal(HttpStatusCode.Accepted, made.StatusCode);
        withdrawn.Add(creative);
        foreach (var page in pages.Concat(leaving)) page.Withdraw(creative);
        await Heard();
        var place = made.Headers.Location!;
        return async () =>
        {
            using var later = Service.Admin();
            Assert.Equal(HttpStatusCode.NoContent, (await later.DeleteAsync(place)).StatusCode);
            withdrawn.Remove(creative);
            await Heard();
        };
    }

    /// <summary>From now on nothing can be kept.</summary>
    public void Fail()
    {
        IsFailing = true;
        EachDay("CREATE TRIGGER broken BEFORE INSERT ON counts BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
    }

    /// <summary>It can again, and pages say again what was not acknowledged.</summary>
    public async Task Heal()
    {
        EachDay("DROP TRIGGER broken");
        await Wait(TimeSpan.FromSeconds(1));
        IsFailing = false;
        await All(page => page.Reopen());
        await Settle();
    }

    /// <summary>Is ended as `kill -9` does, with what it did last only in its memory, and started anew on what is on disk.</summary>
    public async Task Kill()
    {
        // Else nothing may be due for anybody who asks
        await Wait(Step);
        await Flush();
        foreach (var story in stories) story.BecomesDurable();
        foreach (var fate in Enum.GetValues<Fate>().Skip(1)) counted[fate] = counted.GetValueOrDefault(fate) + await Counted(fate);
        var known = stories.Count;
        await All(page => page.Ask());
        await Settle();
        Assert.NotEqual(known, stories.Count);
        foreach (var lost in stories.Skip(known)) lost.IsServed = false;
        foreach (var story in stories) story.IsForgotten();
        // Nobody lives who could see them go
        leaving.Clear();

        var killed = Service;
        var data = TempFolder.Shared();
        Copy(Path.Combine(killed.Data, "data"), Path.Combine(data, "data"));
        Service = feed.Start(data, Settings);
        Service.Clock.SetUtcNow(killed.Clock.GetUtcNow());
        // Else it would make the same ids again
        for (var i = 0; i < 1_000_000; i++) Service.Services.GetRequiredService<Chance>().Bits();
        await feed.ReplaceAt(Service);
        servedBefore = stories.Count;
        await All(page => page.Outlive());
        await killed.DisposeAsync();
        await Settle();
    }

    /// <summary>All pages leave, and what is on its way arrives.</summary>
    public async Task End()
    {
        await All(page => page.Leave());
        // The service has let them go by then; a clock that jumps would have their creatives expired before
        for (var i = 0; i < 2; i++) await Wait(Step);
        pages.Clear();
        await Wait(TimeSpan.FromHours(1.5));
        await SendLate();
        Assert.Empty(late);
    }

    /// <summary>Nothing can come any more.</summary>
    public async Task Pass()
    {
        await Wait(TimeSpan.FromHours(50));
        await Service.Services.GetRequiredService<Upkeep>().Once(default);
    }

    /// <summary>The report says what happened, in each series.</summary>
    public async Task Agrees(bool isOver = false)
    {
        await Flush();
        if (string.Join('\n', Differences()) is { Length: > 0 } differences) Assert.Fail(differences);
        using var admin = Service.Admin();
        var report = await admin.GetFromJsonAsync<JsonElement>("/api/v1/report?from=2026-11-22&to=2026-11-24&by=zone,campaign,creative,trigger,index");
        Assert.Equal(Books.Of(stories, isOver), Books.Of(report));
    }

    /// <summary>What the metrics of all services counted, and did not take back.</summary>
    public async Task<long> Total(Fate fate) => (long)(counted.GetValueOrDefault(fate) + await Counted(fate));

    public async ValueTask DisposeAsync() => await Service.DisposeAsync();

    private async Task<double> Counted(Fate fate) =>
        await Service.Metric("comet_unrendered_total", $"reason=\"{Words.Of(fate)}\"") - await Service.Metric("comet_unrendered_reversed_total", $"reason=\"{Words.Of(fate)}\"");

    private void Add() => pages.Add(new(this, TestPage.Transports[pages.Count % TestPage.Transports.Length], new(chance.Next())));

    private async Task Replace(SimulatedPage gone)
    {
        var page = new SimulatedPage(this, gone.Transport, new(chance.Next()));
        pages[pages.IndexOf(gone)] = page;
        leaving.Add(gone);
        await page.Open();
        await Settle();
    }

    private async Task Wait(TimeSpan time)
    {
        // A poll that was answered meanwhile asks again in time
        Service.Clock.Advance(time / 2);
        await Settle();
        await All(page => page.Listen());
        await Settle();
        Service.Clock.Advance(time / 2);
        await Settle();
        foreach (var page in pages.Concat(leaving)) page.Elapse();
        leaving.RemoveAll(page => page.IsLetGo);
        await All(page => page.Listen());
        await Settle();
    }

    /// <summary>Nothing is on its way to a page.</summary>
    private async Task Heard()
    {
        await Settle();
        await All(page => page.Hear());
        await Settle();
        await All(page => page.Listen());
        await Settle();
    }

    private Task All(Func<SimulatedPage, Task> act) => Task.WhenAll(pages.Select(page => Task.Run(() => act(page))));

    /// <summary>Completes when each impression that was served has arrived at its page.</summary>
    private async Task Settle()
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            foreach (var page in pages) page.Take();
            var served = await Service.Metric("comet_impressions_total", "stage=\"served\"");
            if (stories.Count - servedBefore == (int)served) return;
            Assert.False(bound.IsCancellationRequested, $"{served} were served, and {stories.Count - servedBefore} arrived");
        }
    }

    private async Task SendLate()
    {
        if (IsFailing) return;
        using var client = Service.Page();
        foreach (var (story, _) in late.FindAll(one => one.At <= Now))
        {
            using var body = new StringContent($$"""{"receipts":[{"n":1,"token":"{{story.Ad.Text("token")}}","stage":"rendered"}]}""");
            using var answer = await client.PostAsync("/comet/v1/receipts", body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            // A later stage may have said it before
            Assert.True(story.IsRendered || (await answer.Content.ReadAsStringAsync()).Contains("\"acked\":[1]", StringComparison.Ordinal));
            story.Renders();
        }
        late.RemoveAll(one => one.At <= Now);
    }

    private Task Flush() => Service.Services.GetRequiredService<CometAdTag.Service.Ledger.Ledger>().Flush(CancellationToken.None);

    /// <summary>The impressions of which the ledger's rows tell another story.</summary>
    private IEnumerable<string> Differences()
    {
        var kept = new Dictionary<string, long>();
        foreach (var (_, path) in DayFiles.In(Path.Combine(Service.Data, "data", "ledger")))
        {
            using var file = DayFiles.Beside(path);
            foreach (var (id, stages) in Statement.Many(file, "SELECT id, sum(1 << stage) FROM receipts GROUP BY id", row => (ImpressionId.Read((byte[])row[0]).ToString(), row.GetInt64(1))))
                kept.Add(id, stages);
        }
        return from story in stories
               let stages = kept.GetValueOrDefault(story.Id)
               where Fates.Of(stages) != story.Fate || ((stages & (1 << (int)Stage.Rendered)) != 0) != story.IsRendered
               select $"The ledger has {Fates.Of(stages)} ({stages}), and really: {story}";
    }

    private void EachDay(string sql)
    {
        foreach (var (_, path) in DayFiles.In(Path.Combine(Service.Data, "data", "ledger")))
        {
            using var file = new SqliteConnection($"Data Source={path};Pooling=False");
            file.Open();
            Statement.Once(file, sql);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from).Where(file => Path.GetFileName(file) != "lock")) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
