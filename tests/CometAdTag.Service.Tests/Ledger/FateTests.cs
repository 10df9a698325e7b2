using System.Text.Json.Nodes;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Access;

namespace CometAdTag.Service.Tests.Ledger;

using CometAdTag.Service.Tests.Telemetry;
using Ledger = CometAdTag.Service.Ledger.Ledger;

public sealed class FateTests : IAsyncLifetime
{
    private static readonly string[] Kinds = ["expired", "replaced", "withdrawn", "gone", "error", "rendered", "viewable"];

    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Theory]
    [InlineData("expired", "expired")]
    [InlineData("replaced", "replaced")]
    [InlineData("withdrawn", "withdrawn")]
    [InlineData("gone", "gone")]
    [InlineData("failed", "error")]
    [InlineData("replaced", "replaced replaced")]
    [InlineData("replaced", "gone replaced")]
    [InlineData("withdrawn", "gone withdrawn gone")]
    [InlineData("failed", "gone error")]
    [InlineData("", "gone rendered")]
    [InlineData("", "error rendered")]
    [InlineData("", "expired viewable")]
    [InlineData("", "rendered gone")]
    [InlineData("", "rendered error")]
    [InlineData("", "viewable error expired")]
    public async Task An_impression_has_one_fate_whatever_comes_first(string fate, string happened)
    {
        foreach (var order in (string[])[happened, string.Join(' ', happened.Split(' ').Reverse())])
        {
            await using var one = new LedgerFixture();
            var ledger = await one.Open();
            var impression = one.Impression();
            ledger.Served(impression, "1");
            foreach (var kind in order.Split(' ')) await Happen(one, ledger, impression, kind);
            Assert.Equal(fate, Counted(one));
            Assert.Equal(fate, await Measured(one.Instruments));
        }
    }

    [Fact]
    public async Task Whatever_happens_in_whatever_order_and_between_whatever_commits_each_is_counted_once()
    {
        var chance = new Random(9);
        var ledger = await fixture.Open();
        Impression[] impressions = [.. Enumerable.Range(0, 300).Select(_ => fixture.Impression())];
        var expected = new Dictionary<string, int>();
        var all = new List<(Impression Of, string Kind)>();
        foreach (var impression in impressions)
        {
            ledger.Served(impression, "1");
            string[] kinds = [.. Kinds.Where(_ => chance.Next(4) == 0)];
            foreach (var kind in kinds.Concat(kinds)) all.Add((impression, kind));
            // The strongest of them, written out
            var fate = kinds.Intersect(["rendered", "viewable"]).Any() ? ""
                : kinds.Contains("error") ? "failed"
                : Array.Find(["expired", "replaced", "withdrawn", "gone"], kinds.Contains) ?? "";
            if (fate.Length > 0) expected[fate] = expected.GetValueOrDefault(fate) + 1;
        }
        foreach (var (of, kind) in all.OrderBy(_ => chance.Next()))
            await Happen(fixture, ledger, of, kind, flushes: chance.Next(3) == 0);
        await ledger.Flush(default);

        foreach (var (fate, count) in expected) Assert.Equal(count, fixture.Ask($"SELECT sum({fate}) FROM counts"));
        Assert.Equal(5, expected.Count);
        Assert.Equal(expected.Values.Sum(), fixture.Ask("SELECT sum(expired + replaced + withdrawn + gone + failed) FROM counts"));
    }

    [Fact]
    public async Task The_rest_is_unknown_when_its_day_is_rolled_up()
    {
        await using var service = await ApiService.Start(fixture);
        Impression[] served = [.. Enumerable.Range(0, 6).Select(_ => fixture.Impression())];
        foreach (var impression in served) service.Ledger.Served(impression, "1");
        service.Ledger.Ended(served[0], Fate.Gone);
        await service.Ledger.Append([fixture.Row(served[1], Stage.Rendered), fixture.Row(served[2], Stage.Error)], default);
        const string Day = "by=day&from=2026-11-22&to=2026-11-23";
        Assert.Equal("6 1 {total:2,expired:0,replaced:0,withdrawn:0,gone:1,failed:1,unknown:0}", Said(await service.Report(Day)));

        fixture.Time.Advance(TimeSpan.FromDays(3));
        await service.Upkeep.Once(default);

        foreach (var by in (string[])["day", "hour", "zone", "campaign", "creative", "zone,index"])
            Assert.Equal("6 1 {total:5,expired:0,replaced:0,withdrawn:0,gone:1,failed:1,unknown:3}", Said(await service.Report(Day.Replace("day", by, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_is_known_never_to_be_rendered_was_served_whatever_a_kill_lost()
    {
        await using var service = await ApiService.Start(fixture);
        service.Ledger.Ended(fixture.Impression(), Fate.Replaced);
        await service.Ledger.Append([fixture.Row(Stage.Rendered)], default);
        Assert.Equal("2 1 {total:1,expired:0,replaced:1,withdrawn:0,gone:0,failed:0,unknown:0}", Said(await service.Report("by=zone")));
    }

    [Fact]
    public async Task A_fate_waits_while_nothing_can_be_written_and_none_is_taken_of_what_is_too_old()
    {
        var ledger = await fixture.Open();
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON receipts BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        ledger.Ended(fixture.Impression(), Fate.Gone);
        ledger.Ended(fixture.Impression(at: fixture.Time.GetUtcNow().AddHours(-25)), Fate.Gone);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Flush(default));
        Assert.Equal("", await Measured(fixture.Instruments));
        fixture.Do("DROP TRIGGER broken");
        await ledger.Flush(default);
        Assert.Equal("gone", Counted(fixture));
        Assert.Equal("gone", await Measured(fixture.Instruments));
    }

    [Fact]
    public async Task Files_of_versions_that_knew_no_fates_are_brought_up_with_all_that_they_have()
    {
        var old = await fixture.Open();
        for (var i = 0; i < 2; i++) old.Served(fixture.Impression(), "1");
        await old.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await fixture.Keep(old);
        for (var i = 0; i < 2; i++) old.Served(fixture.Impression(), "1");
        await old.Append([fixture.Row(Stage.Rendered)], default);
        await old.DisposeAsync();
        foreach (var day in (string[])["2026-11-22", "2026-11-25"])
        {
            fixture.ForgetFates($"ledger-{day}.db", "counts");
            fixture.Do("DROP TABLE handed", day);
            fixture.Do("CREATE TABLE handed (outcome INTEGER PRIMARY KEY, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL)", day);
            fixture.Do("PRAGMA user_version = 2", day);
        }
        fixture.ForgetFates("rollup-2026-11.db", "quarters", "days");
        fixture.AskRollups("DROP TABLE handed");
        fixture.AskRollups("PRAGMA user_version = 1");

        await using var service = await ApiService.Start(fixture);

        var rows = (await service.Report("by=day&from=2026-11-20&to=2026-11-26"))["rows"]!.AsArray();
        Assert.Equal(["2026-11-22 2 1 1", "2026-11-25 2 1 0"], rows.Select(row => $"{row!["day"]} {row["served"]} {row["rendered"]} {row["unrendered"]!["unknown"]}"));
    }

    private static async Task Happen(LedgerFixture at, Ledger ledger, Impression impression, string kind, bool flushes = true)
    {
        if (kind is "error" or "rendered" or "viewable") await ledger.Append([at.Row(impression, Enum.Parse<Stage>(kind, ignoreCase: true))], default);
        else ledger.Ended(impression, Enum.Parse<Fate>(kind, ignoreCase: true));
        if (flushes) await ledger.Flush(default);
    }

    private static string Counted(LedgerFixture at) => string.Join(' ', Fates.Counted.Select(Words.Of)
        .SelectMany(fate => Enumerable.Repeat(fate, (int)at.Ask($"SELECT sum({fate}) FROM counts"))));

    private static async Task<string> Measured(Instruments instruments)
    {
        var lines = await instruments.Lines();
        int Of(string name, string fate) => int.Parse(
            lines.Single(line => line.StartsWith($"{name}{{reason=\"{fate}\"}}", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        return string.Join(' ', Words.All<Fate>().Skip(1)
            .SelectMany(fate => Enumerable.Repeat(fate, Of("comet_unrendered_total", fate) - Of("comet_unrendered_reversed_total", fate))));
    }

    private static string Said(JsonNode report)
    {
        var row = report["rows"]!.AsArray().Single()!;
        return $"{row["served"]} {row["rendered"]} {row["unrendered"]!.ToJsonString().Replace("\"", "", StringComparison.Ordinal)}";
    }
}
