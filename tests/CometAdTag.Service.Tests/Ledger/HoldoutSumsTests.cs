using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Tests.Ledger;

using Ledger = CometAdTag.Service.Ledger.Ledger;

public sealed class HoldoutSumsTests : IAsyncLifetime
{
    private const string Sums = "SELECT pages || ' ' || served || ' ' || rendered || ' ' || viewable || ' ' || clicks || ' ' || shown || ' ' || earned FROM holdout";
    private static readonly PageGroup Group = PageGroup.Of(Arm.Holdout, 9);

    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task What_a_group_brings_is_added_up_by_hour_website_arm_and_group()
    {
        var ledger = await Open();
        await Bring(ledger);
        Assert.Equal(["1 2 2 1 1 700 5000"], Said());
        var hour = fixture.Time.GetUtcNow().ToUnixTimeSeconds() / 3600;
        Assert.Equal(1, fixture.Ask($"SELECT count(*) FROM holdout WHERE hour = {hour} AND website = 's' AND arm = 1 AND \"group\" = 9"));
    }

    [Fact]
    public async Task An_impression_belongs_to_the_hour_of_its_push_and_a_page_to_that_in_which_it_opened()
    {
        var ledger = await Open();
        var late = fixture.Impression(at: fixture.Time.GetUtcNow().AddHours(-5)) with { Group = Group };
        ledger.Opened(Group, "s");
        await ledger.Append([fixture.Row(late, Stage.Viewable)], default);
        Assert.Equal(["0 0 1 1 0 0 2500", "1 0 0 0 0 0 0"], Said());
    }

    [Fact]
    public async Task What_comes_twice_is_added_once()
    {
        var ledger = await Open();
        var rows = await Bring(ledger);
        await ledger.Append(rows, default);
        await ledger.Append([.. rows, .. rows], default);
        Assert.Equal(["1 2 2 1 1 700 5000"], Said());
    }

    [Fact]
    public async Task What_belongs_to_no_group_is_not_added()
    {
        var ledger = await Open();
        var impression = fixture.Impression();
        ledger.Served(impression, "s");
        await ledger.Append([fixture.Row(impression, Stage.Viewable)], default);
        Assert.Empty(Said());
    }

    [Fact]
    public async Task What_a_failed_commit_took_back_is_added_once_when_it_works_again()
    {
        var ledger = await Open();
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON holdout BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        var impression = fixture.Impression() with { Group = Group };
        ledger.Opened(Group, "s");
        ledger.Served(impression, "s");
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Append([fixture.Row(impression, Stage.Rendered)], default));
        Assert.Equal(0, fixture.Ask("SELECT count(*) FROM receipts"));

        fixture.Do("DROP TRIGGER broken");
        await ledger.Append([fixture.Row(impression, Stage.Rendered)], default);
        Assert.Equal(["1 1 1 0 0 0 2500"], Said());
    }

    [Fact]
    public async Task A_killed_process_has_all_that_was_acknowledged_in_them()
    {
        var ledger = await Open();
        await Bring(ledger);
        await using var killed = fixture.AsKilledNow();
        await killed.Open();
        Assert.Equal(Said(), Of(killed));
    }

    [Fact]
    public async Task They_are_rolled_up_with_the_day_and_stay_when_its_file_is_deleted()
    {
        var ledger = await Open();
        await Bring(ledger);
        fixture.Time.Advance(TimeSpan.FromHours(20));
        await Bring(ledger);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        for (var i = 0; i < 2; i++)
        {
            await fixture.Keep(ledger);
            fixture.Time.Advance(TimeSpan.FromDays(10));
        }
        Assert.DoesNotContain("ledger-2026-11-22.db", fixture.Files());
        using var rollups = fixture.ConnectTo("rollup-2026-11.db");
        Assert.Equal(["1 2 2 1 1 700 5000", "1 2 2 1 1 700 5000"], Statement.Many(rollups, Sums, row => row.GetString(0)));
    }

    [Fact]
    public async Task A_day_that_is_rolled_up_again_has_them_once()
    {
        var ledger = await Open();
        await Bring(ledger);
        for (var i = 0; i < 2; i++)
        {
            using var rolling = Rolling.Begin(fixture.Folder, new(2026, 11, 22));
            for (var slice = 0; slice < Rolling.Slices; slice++) rolling.Add(slice);
            rolling.Complete();
        }
        Assert.Equal(1, fixture.AskRollups("SELECT sum(pages) FROM holdout"));
    }

    [Fact]
    public async Task A_day_whose_rollups_have_other_sums_is_kept()
    {
        var ledger = await Open();
        await Bring(ledger);
        fixture.Time.Advance(TimeSpan.FromDays(3));
        await fixture.Keep(ledger);
        fixture.Do("UPDATE holdout SET clicks = clicks + 1");
        fixture.Time.Advance(TimeSpan.FromDays(10));
        await fixture.Keep(ledger);
        Assert.Contains("ledger-2026-11-22.db", fixture.Files());
        Assert.Contains("its rollups say something else", fixture.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_of_an_older_release_keep_what_they_have_and_take_part(bool isOpenedAgain)
    {
        var older = await Open();
        await older.Append([fixture.Row(Stage.Rendered)], default);
        await older.DisposeAsync();
        fixture.Do("DROP TABLE holdout");
        fixture.Do("DROP TABLE handed");
        fixture.Do("CREATE TABLE handed (outcome INTEGER PRIMARY KEY, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL)");
        fixture.ForgetFates("ledger-2026-11-22.db", "counts");
        fixture.Do("PRAGMA user_version = 2");

        if (isOpenedAgain)
        {
            var ledger = await Open();
            await Bring(ledger);
            Assert.Equal(["1 2 2 1 1 700 5000"], Said());
            Assert.Equal(3, fixture.Ask("SELECT sum(rendered) FROM counts"));
            await ledger.DisposeAsync();
        }
        fixture.Time.Advance(TimeSpan.FromDays(3));
        var later = await Open();
        await fixture.Keep(later);
        Assert.Equal(isOpenedAgain ? 3 : 1, fixture.AskRollups("SELECT sum(rendered) FROM days WHERE width = 0"));
        Assert.Equal(isOpenedAgain ? 1 : 0, fixture.AskRollups("SELECT count(*) FROM holdout"));
        fixture.Time.Advance(TimeSpan.FromDays(10));
        await fixture.Keep(later);
        Assert.DoesNotContain("ledger-2026-11-22.db", fixture.Files());
    }

    /// <summary>A page that shows two creatives; what it reports.</summary>
    private async Task<LedgerRow[]> Bring(Ledger ledger)
    {
        var (one, other) = (fixture.Impression() with { Group = Group }, fixture.Impression() with { Group = Group });
        ledger.Opened(Group, "s");
        ledger.Served(one, "s");
        ledger.Served(other, "s");
        LedgerRow[] rows = [fixture.Row(one, Stage.Viewable), fixture.Row(one, Stage.Clicked), fixture.Row(other, Stage.Rendered), fixture.Row(other, Stage.Ended, shown: 700)];
        await ledger.Append(rows, default);
        return rows;
    }

    private async Task<Ledger> Open()
    {
        var campaign = new Campaign("7", "a", "c", Tier.Ecpm, 0, 1, RunStatus.Running, default) { Ecpm = 2.5m };
        var snapshot = Snapshot.Empty with
        {
            Campaigns = new Dictionary<string, Campaign> { [campaign.Id] = campaign }.ToFrozenDictionary(),
            Zones = new Dictionary<string, Zone> { ["5"] = new("5", "s", "z", 300, 250) }.ToFrozenDictionary(),
        };
        var ledger = await fixture.Open();
        ledger.Prices.Bind(() => snapshot);
        return ledger;
    }

    private List<string> Said() => Of(fixture);

    private static List<string> Of(LedgerFixture files)
    {
        using var connection = files.Connect();
        return Statement.Many(connection, Sums + " ORDER BY hour", row => row.GetString(0));
    }
}
