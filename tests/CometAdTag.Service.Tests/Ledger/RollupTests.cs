using System.Globalization;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Access;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Ledger;

using Ledger = CometAdTag.Service.Ledger.Ledger;

public sealed class RollupTests : IAsyncLifetime
{
    private static readonly string[] Keys = ["hour", "day", "website", "zone", "campaign", "creative", "trigger", "index"];

    private static readonly string[] Reports =
    [
        .. Keys.Select(key => $"by={key}"),
        "by=hour,zone", "by=day,campaign", "by=zone,day", "by=website,index,trigger", "by=creative,hour,zone", string.Concat("by=", string.Join(',', Keys)),
        "by=day&timeZone=Asia/Kathmandu", "by=hour,campaign&timeZone=Australia/Lord_Howe", "by=day,zone&timeZone=America/St_Johns", "by=zone&timeZone=Europe/Paris",
    ];

    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_day_is_rolled_up_when_nothing_of_it_can_come_any_more_and_not_before()
    {
        var ledger = await fixture.Open();
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        foreach (var (at, rolled) in ((DateTimeOffset, bool)[])[(Utc(24, 1, 59), false), (Utc(24, 2, 0), true)])
        {
            fixture.Time.SetUtcNow(at);
            await fixture.Keep(ledger);
            Assert.Equal(rolled, fixture.Files().Contains("rollup-2026-11.db"));
        }
        Assert.Equal(1, fixture.AskRollups("SELECT count(*) FROM rolled"));
        Assert.Equal(1, fixture.AskRollups("SELECT sum(rendered) FROM quarters WHERE width = 0"));
    }

    [Fact]
    public async Task Reports_say_the_same_before_and_after_days_are_rolled_up_and_their_files_are_deleted()
    {
        // With the last day of a month, and one at which the clocks change
        await using var october = new LedgerFixture { Time = new(new(2026, 10, 24, 20, 10, 0, TimeSpan.Zero)) };
        await using var service = await ApiService.Start(october);
        await MakeUp(october, service.Ledger, days: 8, new Random(6));
        const string Range = "from=2026-10-24T20:15Z&to=2026-11-01T12:45Z";
        var before = await All(service, Range);

        october.Time.Advance(TimeSpan.FromDays(3));
        await service.Upkeep.Once(default);
        Assert.Equal(2, october.Files().Count(file => file.StartsWith("rollup-", StringComparison.Ordinal)));
        Assert.Equal(before, await All(service, Range));

        october.Time.Advance(TimeSpan.FromDays(10));
        await service.Ledger.Append([october.Row(Stage.Rendered)], default);
        await service.Upkeep.Once(default);
        Assert.Equal(["ledger-2026-11-14.db", "rollup-2026-10.db", "rollup-2026-11.db"], october.Files());
        Assert.Equal(before, await All(service, Range));
    }

    [Fact]
    public async Task At_their_ends_reports_of_days_rolled_up_are_of_whole_quarters()
    {
        await using var service = await ApiService.Start(fixture);
        foreach (var minute in (int[])[0, 14, 15, 29, 30]) service.Ledger.Served(fixture.Impression(at: Utc(22, 11, minute)), "1");
        const string Query = "from=2026-11-22T11:20Z&to=2026-11-22T11:29Z";
        Assert.Equal("2026-11-22T11:20:00Z 2026-11-22T11:29:00Z ", await Said(service, Query));

        fixture.Time.Advance(TimeSpan.FromDays(3));
        await service.Upkeep.Once(default);

        Assert.Equal("2026-11-22T11:15:00Z 2026-11-22T11:30:00Z 2", await Said(service, Query));
    }

    [Fact]
    public async Task A_kill_in_the_middle_leaves_the_day_to_its_file_and_to_the_next_run()
    {
        const string Range = "from=2026-11-22&to=2026-11-25";
        var before = await Traffic(Range, new Random(7));

        using var rolling = Rolling.Begin(fixture.Folder, new(2026, 11, 22));
        for (var slice = 0; slice < Rolling.Slices; slice++)
        {
            rolling.Add(slice);
            if (slice is not (0 or 50 or 95)) continue;
            await using var killed = fixture.AsKilledNow();
            await using var restarted = await ApiService.Start(killed);
            Assert.Equal(before, await All(restarted, Range));
            await restarted.Upkeep.Once(default);
            Assert.Equal(before, await All(restarted, Range));
            Assert.Equal(1, killed.AskRollups("SELECT count(*) FROM rolled WHERE day = 20779"));
        }
    }

    [Fact]
    public async Task A_day_rolled_up_again_is_made_anew()
    {
        const string Range = "from=2026-11-22&to=2026-11-25";
        var before = await Traffic(Range, new Random(8));
        for (var i = 0; i < 2; i++)
        {
            using var rolling = Rolling.Begin(fixture.Folder, new(2026, 11, 22));
            for (var slice = 0; slice < Rolling.Slices; slice++) rolling.Add(slice);
            rolling.Complete();
        }
        await using var service = await ApiService.Start(fixture);
        Assert.Equal(before, await All(service, Range));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_rolled_up()
    {
        await (await fixture.Open()).Append([fixture.Row(Stage.Rendered)], default);
        await using var killed = fixture.AsKilledNow();
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await killed.Keep(await killed.Open());
        Assert.Equal(1, killed.AskRollups("SELECT sum(rendered) FROM days WHERE width = 0"));
    }

    [Fact]
    public async Task A_day_that_was_rolled_up_before_it_was_over_is_read_from_its_own_file_again()
    {
        await using var service = await ApiService.Start(fixture);
        await service.Ledger.Append([fixture.Row(Stage.Rendered)], default);
        using (var rolling = Rolling.Begin(fixture.Folder, new(2026, 11, 22)))
        {
            for (var slice = 0; slice < Rolling.Slices; slice++) rolling.Add(slice);
            rolling.Complete();
        }
        await service.Ledger.Append([fixture.Row(Stage.Rendered)], default);
        for (var i = 0; i < 2; i++)
        {
            await service.Upkeep.Once(default);
            Assert.Equal(2, (int)(await service.Report("from=2026-11-22&to=2026-11-23"))["rows"]![0]!["rendered"]!);
            fixture.Time.Advance(TimeSpan.FromDays(3));
        }
        Assert.Equal(1, fixture.AskRollups("SELECT count(*) FROM rolled"));
    }

    [Fact]
    public async Task Refused_receipts_are_kept_by_reason()
    {
        var ledger = await fixture.Open();
        foreach (var reason in (Refusal[])[Refusal.Duplicate, Refusal.TooEarly, Refusal.Duplicate]) ledger.Refused(fixture.Impression(), reason);
        await ledger.Flush(default);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await fixture.Keep(ledger);

        Assert.Equal(2, fixture.AskRollups($"SELECT refused FROM refused WHERE reason = {(int)Refusal.Duplicate}"));
        Assert.Equal(1, fixture.AskRollups($"SELECT refused FROM refused WHERE reason = {(int)Refusal.TooEarly}"));
        Assert.Equal(3, fixture.AskRollups("SELECT sum(refused) FROM days WHERE width = 2"));
    }

    [Fact]
    public async Task A_day_waits_for_counts_that_could_not_be_written_yet()
    {
        var ledger = await fixture.Open();
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON counts BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        ledger.Served(fixture.Impression(), "1");
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Flush(default));
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await fixture.Keep(ledger);
        Assert.DoesNotContain("rollup-2026-11.db", fixture.Files());

        fixture.Do("DROP TRIGGER broken");
        await ledger.Flush(default);
        await fixture.Keep(ledger);
        Assert.Equal(1, fixture.AskRollups("SELECT sum(served) FROM days WHERE width = 0"));
    }

    [Fact]
    public async Task The_service_does_it_by_itself()
    {
        await using var service = await ApiService.Start(fixture);
        await service.Ledger.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        bool IsRolled() => fixture.Files().Contains("rollup-2026-11.db") && fixture.AskRollups("SELECT count(*) FROM sqlite_schema") > 0
            && fixture.AskRollups("SELECT count(*) FROM rolled") == 1;
        Assert.True(SpinWait.SpinUntil(IsRolled, TimeSpan.FromSeconds(30)));
    }

    /// <summary>What a service says of a day of traffic; it has ended, and the day is over.</summary>
    private async Task<string[]> Traffic(string range, Random chance)
    {
        await using var service = await ApiService.Start(fixture);
        await MakeUp(fixture, service.Ledger, days: 1, chance);
        var said = await All(service, range);
        await service.DisposeAsync();
        fixture.Time.Advance(TimeSpan.FromDays(3));
        return said;
    }

    private static DateTimeOffset Utc(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.Zero);

    private static async Task<string[]> All(ApiService service, string range)
    {
        var all = new List<string>();
        foreach (var asked in Reports)
        {
            var report = await service.Report($"{asked}&{range}");
            foreach (var row in report["rows"]!.AsArray()) Settle(row!.AsObject());
            all.Add(report.ToJsonString());
        }
        return [.. all];
    }

    /// <summary>As if nothing of it could come any more: the rest, of which nobody knows what became, is only said of days that are rolled up.</summary>
    private static void Settle(JsonObject row)
    {
        var fates = row["unrendered"]!.AsObject();
        var rest = (int)row["served"]! - (int)row["rendered"]! - (int)fates["total"]!;
        // The report may hold days of both kinds
        Assert.InRange(rest, 0, int.MaxValue);
        fates["unknown"] = (int)fates["unknown"]! + rest;
        fates["total"] = (int)fates["total"]! + rest;
    }

    private static async Task<string> Said(ApiService service, string query)
    {
        var report = await service.Report(query);
        return $"{report["from"]} {report["to"]} {string.Join(' ', report["rows"]!.AsArray().Select(row => row!["served"]!.ToString()))}";
    }

    /// <summary>Traffic of some days, with receipts that come late, counts that were lost, and a zone that changes its website.</summary>
    private static async Task MakeUp(LedgerFixture fixture, Ledger ledger, int days, Random chance)
    {
        for (var i = 0; i < days * 60; i++)
        {
            fixture.Time.Advance(TimeSpan.FromMinutes(24));
            var zone = chance.Next(3);
            var creative = chance.Next(6);
            var impression = fixture.Impression(
                zone.ToString(CultureInfo.InvariantCulture), $"campaign {creative / 2}", $"creative {creative}", (Trigger)chance.Next(4), chance.Next(12),
                fixture.Time.GetUtcNow().AddMinutes(-chance.Next(20)));
            if (chance.Next(10) > 0) ledger.Served(impression, zone == 0 ? $"site {i / 100}" : "site");
            if (chance.Next(8) == 0) ledger.Refused(impression, (Refusal)chance.Next(5));
            if (chance.Next(4) == 0) ledger.Ended(impression, Fates.Counted[chance.Next(4)]);
            await ledger.Append([fixture.Row(impression, (Stage)chance.Next(1, 6), chance.Next(9000))], default);
        }
    }
}
