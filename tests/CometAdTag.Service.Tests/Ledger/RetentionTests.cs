using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.Access;
using CometAdTag.Service.Tests.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Ledger;

using Ledger = CometAdTag.Service.Ledger.Ledger;

public sealed class RetentionTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_days_file_is_deleted_with_all_that_is_beside_it_after_the_days_it_is_kept()
    {
        var ledger = await fixture.Open();
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(7));
        await ledger.Flush(default);
        using (var other = fixture.Connect())
        {
            await fixture.Keep(ledger);
            Assert.Contains("ledger-2026-11-22.db", fixture.Files());

            // As a program leaves them that was killed
            Assert.NotNull(Statement.Once(other, "SELECT count(*) FROM receipts"));
            Assert.True(File.Exists(Path.Combine(fixture.Folder, "ledger-2026-11-22.db-shm")));
            fixture.Time.Advance(TimeSpan.FromDays(1));
            await fixture.Keep(ledger);
        }
        Assert.Empty(Directory.GetFiles(fixture.Folder, "ledger-2026-11-22*"));
        Assert.Contains("ledger-2026-11-22.db is rolled up, older than 7 days, and deleted", fixture.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_days_file_stays_until_all_of_it_was_handed_over()
    {
        var ledger = await fixture.Open(handsOver: true);
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(20));
        await fixture.Keep(ledger, times: 2);
        Assert.Contains("ledger-2026-11-22.db", fixture.Files());
        Assert.Single(fixture.Logs.Text.Split('\n'), line => line.Contains("not all of it was handed over", StringComparison.Ordinal));

        var over = new HandOver(ledger, new Chance(seed: 1), fixture.Time);
        var batch = (await over.Next(new(100, 100, MayRepeat: true), default))!;
        await fixture.Keep(ledger);
        Assert.Contains("ledger-2026-11-22.db", fixture.Files());
        await over.Settle(batch, LedgerFixture.AllCounted(batch), []);
        await fixture.Keep(ledger);
        Assert.DoesNotContain("ledger-2026-11-22.db", fixture.Files());
        Assert.Null(await over.Next(new(100, 100, MayRepeat: true), default));
        Assert.DoesNotContain("ledger-2026-11-22.db", fixture.Files());
    }

    [Fact]
    public async Task A_days_file_that_says_something_else_than_its_rollups_stays()
    {
        var ledger = await fixture.Open();
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await fixture.Keep(ledger);
        fixture.Do("UPDATE counts SET clicks = 1");
        fixture.Time.Advance(TimeSpan.FromDays(10));
        await fixture.Keep(ledger);
        Assert.Contains("ledger-2026-11-22.db", fixture.Files());
        Assert.Contains("its rollups say something else", fixture.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollups_are_deleted_after_the_days_they_are_kept_and_a_report_can_span_them()
    {
        await using var service = await ApiService.Start(fixture, logs: null, "--Ledger:RollupDays=40");
        service.Ledger.Served(fixture.Impression(), "1");
        fixture.Time.Advance(TimeSpan.FromDays(39));
        await service.Upkeep.Once(default);
        Assert.Equal(["ledger-2026-12-31.db", "rollup-2026-11.db"], await Files(service));
        Assert.Single((await service.Report("from=2026-11-22&to=2027-01-01"))["rows"]!.AsArray());

        fixture.Time.SetUtcNow(new(2027, 1, 9, 23, 0, 0, TimeSpan.Zero));
        await service.Upkeep.Once(default);
        Assert.Contains("rollup-2026-11.db", fixture.Files());
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await service.Upkeep.Once(default);
        Assert.DoesNotContain("rollup-2026-11.db", fixture.Files());
    }

    [Fact]
    public async Task Goals_count_what_was_delivered_in_files_that_are_deleted()
    {
        var options = new LedgerOptions { RawDays = 2, RollupDays = 40 };
        var ledger = await Open();
        for (var day = 0; day < 150; day++)
        {
            var impression = fixture.Impression();
            ledger.Served(impression, "1");
            await ledger.Append([fixture.Row(impression, Stage.Rendered), fixture.Row(fixture.Impression(), Stage.Clicked)], default);
            fixture.Time.Advance(TimeSpan.FromDays(1));
            if (day % 10 != 0) continue;
            await fixture.Keep(ledger, options);
            await ledger.DisposeAsync();
            ledger = await Open();
            Assert.Equal((day + 1, day + 1), Own(ledger));
            // Seven days and what the new day has of its own
            Assert.Equal(Math.Min(day + 1, 7), ledger.Here.TakeRequests().Sum(known => known.Requests));
        }
        Assert.DoesNotContain("rollup-2026-11.db", fixture.Files());
        Assert.DoesNotContain("ledger-2026-12-25.db", fixture.Files());
    }

    [Fact]
    public async Task Goals_count_once_what_a_kill_left_in_two_files()
    {
        var options = new LedgerOptions { RawDays = 2, RollupDays = 40 };
        var ledger = await Open();
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await fixture.Keep(ledger, options);
        await using var rolledButNotDeleted = fixture.AsKilledNow();
        Assert.Equal((1, 0), Own(await Open(rolledButNotDeleted)));

        fixture.Time.Advance(TimeSpan.FromDays(50));
        await fixture.Keep(ledger, options);
        await using var killed = fixture.AsKilledNow();
        Retention.Carry(Path.Combine(rolledButNotDeleted.Folder, "rollup-2026-11.db"), Path.Combine(killed.Folder, "rollup-2027-01.db"));
        File.Copy(Path.Combine(rolledButNotDeleted.Folder, "rollup-2026-11.db"), Path.Combine(killed.Folder, "rollup-2026-11.db"));
        var restarted = await Open(killed);
        Assert.Equal((1, 0), Own(restarted));
        await killed.Keep(restarted, options);
        await restarted.DisposeAsync();
        Assert.DoesNotContain("rollup-2026-11.db", killed.Files());
        Assert.Equal((1, 0), Own(await Open(killed)));
    }

    [Fact]
    public async Task Rollups_that_are_damaged_are_named_and_nothing_takes_their_place()
    {
        await using var service = await ApiService.Start(fixture, fixture.Logs);
        service.Ledger.Served(fixture.Impression(), "1");
        await service.Ledger.Flush(default);
        var path = Path.Combine(fixture.Folder, "rollup-2026-11.db");
        await File.WriteAllTextAsync(path, "this is no database, and long enough to be read as one");
        fixture.Time.Advance(TimeSpan.FromDays(20));
        await fixture.Keep(service.Ledger);

        Assert.Contains("rollup-2026-11.db cannot be read: it is damaged", fixture.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("ledger-2026-11-22.db", fixture.Files());
        Assert.StartsWith("this is no database", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        await Unavailable(service, "rollup-2026-11.db cannot be read: it is damaged");
        Assert.Contains("comet_ledger_files_failing 1", await fixture.Instruments.Lines());
    }

    [Fact]
    public async Task Rollups_that_another_program_holds_are_named_and_read_again_when_it_lets_them_go()
    {
        await using var service = await ApiService.Start(fixture);
        service.Ledger.Served(fixture.Impression(), "1");
        await service.Ledger.Flush(default);
        fixture.Time.Advance(TimeSpan.FromDays(20));
        await service.Upkeep.Once(default);
        using (var other = fixture.ConnectTo("rollup-2026-11.db"))
        {
            Statement.Once(other, "PRAGMA locking_mode = EXCLUSIVE");
            Statement.Once(other, "BEGIN EXCLUSIVE");
            await Unavailable(service, "rollup-2026-11.db cannot be read: another program holds it locked");
        }
        Assert.Single((await service.Report("from=2026-11-22&to=2026-11-23"))["rows"]!.AsArray());
    }

    private static async Task Unavailable(ApiService service, string why)
    {
        using var answer = await service.Get("/api/v1/report?from=2026-11-22&to=2026-11-23");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(why, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static (long, long) Own(Ledger ledger) => ledger.Here.Count(null, TimeZoneInfo.Utc, own => (own("7").Impressions, own("7").Clicks));

    private Task<Ledger> Open() => Open(fixture);

    private static Task<Ledger> Open(LedgerFixture fixture) => fixture.Open(handsOver: false, (_, _) => { });

    private async Task<string[]> Files(ApiService service)
    {
        service.Ledger.Served(fixture.Impression(), "1");
        await service.Ledger.Flush(default);
        return fixture.Files();
    }
}
