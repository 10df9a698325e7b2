using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Tests.Ledger;

public sealed class HandOverTests : IAsyncLifetime
{
    private static readonly HandOverRequest Any = new(MaxRows: 100, MaxCount: long.MaxValue, MayRepeat: true);

    private readonly LedgerFixture fixture = new();
    private readonly Chance chance = new(seed: 1);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_file_of_version_1_is_opened_keeps_what_it_has_and_hands_over_what_is_new()
    {
        var old = await fixture.Open();
        await old.Append([fixture.Row(Stage.Rendered)], default);
        await old.DisposeAsync();
        foreach (var table in (string[])["due", "batches", "handed"]) fixture.Do($"DROP TABLE {table}");
        fixture.ForgetFates("ledger-2026-11-22.db", "counts");
        fixture.Do("PRAGMA user_version = 1");

        var ledger = await fixture.Open(handsOver: true);
        Assert.True(ledger.HandOver.Totals.Waiting.IsNone);
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        Assert.Equal((LedgerSchema.Version, 2), (fixture.Ask("PRAGMA user_version"), fixture.Ask("SELECT count(*) FROM receipts")));
        Assert.Equal(new Delivered(1, 0), (await Over(ledger).Next(Any, default))!.Total);
    }

    [Fact]
    public async Task A_file_of_version_2_keeps_what_it_handed_over_and_goes_on_by_hour_and_campaign()
    {
        var old = await fixture.Open(handsOver: true);
        await old.Append([fixture.Row(Stage.Rendered), fixture.Row(Stage.Rendered)], default);
        var told = (await Over(old).Next(new(1, 1, MayRepeat: false), default))!;
        await old.DisposeAsync();
        fixture.Do("DROP TABLE handed");
        fixture.Do("CREATE TABLE handed (outcome INTEGER PRIMARY KEY, impressions INTEGER NOT NULL, clicks INTEGER NOT NULL)");
        fixture.Do("INSERT INTO handed VALUES (0, 10, 1), (1, 2, 0)");
        fixture.ForgetFates("ledger-2026-11-22.db", "counts");
        fixture.Do("PRAGMA user_version = 2");

        var ledger = await fixture.Open(handsOver: true);

        Assert.Equal(new HandOverTotals(new(1, 0), new(new(10, 1), new(2, 0), told.Total), 0), ledger.HandOver.Totals);
        Assert.Equal(LedgerSchema.Version, fixture.Ask("PRAGMA user_version"));
        Assert.Equal(10, fixture.Ask("SELECT impressions FROM handed WHERE hour = -1 AND campaign = '' AND outcome = 0"));
        var hour = fixture.Time.GetUtcNow().ToUnixTimeSeconds() / 3600;
        Assert.Equal(1, fixture.Ask($"SELECT impressions FROM handed WHERE hour = {hour} AND campaign = '7' AND outcome = 2"));
    }

    [Fact]
    public async Task What_became_of_it_is_kept_by_hour_and_campaign()
    {
        var ledger = await fixture.Open(handsOver: true);
        var (one, other) = (fixture.Impression(campaign: "7"), fixture.Impression(campaign: "8"));
        await ledger.Append([fixture.Row(one, Stage.Rendered), fixture.Row(one, Stage.Clicked), fixture.Row(other, Stage.Rendered)], default);
        var batch = (await Over(ledger).Next(Any, default))!;
        await Over(ledger).Settle(batch, [new(batch.Rows[0].Key, new(new(1, 0), new(0, 1), default)), new(batch.Rows[1].Key, new(default, default, new(1, 0)))], []);
        Assert.Equal(new HandedOver(new(1, 0), new(0, 1), new(1, 0)), ledger.HandOver.Totals.Handed);
        Assert.Equal(1, fixture.Ask("SELECT impressions FROM handed WHERE campaign = '7' AND outcome = 0"));
        Assert.Equal(1, fixture.Ask("SELECT clicks FROM handed WHERE campaign = '7' AND outcome = 1"));
        Assert.Equal(1, fixture.Ask("SELECT impressions FROM handed WHERE campaign = '8' AND outcome = 2"));
    }

    [Fact]
    public async Task What_waits_is_in_the_same_transaction_as_its_row()
    {
        var ledger = await fixture.Open(handsOver: true);
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON due BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        var row = fixture.Row(Stage.Rendered);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Append([row], default));
        Assert.Equal(0, fixture.Ask("SELECT count(*) FROM receipts"));
        Assert.True(ledger.HandOver.Totals.Waiting.IsNone);

        fixture.Do("DROP TRIGGER broken");
        Assert.Equal((bool[])[true], await ledger.Append([row], default));
        Assert.Equal((1, new Delivered(1, 0)), (fixture.Ask("SELECT sum(impressions) FROM due"), ledger.HandOver.Totals.Waiting));
    }

    [Fact]
    public async Task A_batch_takes_no_more_than_it_may_and_leaves_the_rest()
    {
        var ledger = await fixture.Open(handsOver: true);
        var impressions = Enumerable.Range(0, 7).Select(_ => fixture.Impression()).ToArray();
        await ledger.Append([.. impressions.Select(i => fixture.Row(i, Stage.Rendered)), .. impressions.Take(2).Select(i => fixture.Row(i, Stage.Clicked))], default);
        var taken = new List<Delivered>();
        while (await Over(ledger).Next(new(100, 4, MayRepeat: false), default) is { } batch) taken.Add(batch.Total);
        Assert.Equal([new(4, 0), new(3, 1), new(0, 1)], taken);
        Assert.Equal(new Delivered(7, 2), ledger.HandOver.Totals.Waiting);
    }

    [Fact]
    public async Task A_batch_is_settled_once()
    {
        var ledger = await fixture.Open(handsOver: true);
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        var batch = (await Over(ledger).Next(Any, default))!;
        for (var i = 0; i < 2; i++) await Over(ledger).Settle(batch, LedgerFixture.AllCounted(batch), []);
        await Over(ledger).SetAside(batch);
        Assert.Equal(new HandOverTotals(default, new(new(1, 0), default, default), 0), ledger.HandOver.Totals);
        Assert.Equal(1, fixture.Ask("SELECT sum(impressions) FROM handed"));
        Assert.Null(await Over(ledger).Next(Any, default));
    }

    [Fact]
    public async Task What_comes_back_waits_again()
    {
        var ledger = await fixture.Open(handsOver: true);
        await ledger.Append([fixture.Row(Stage.Rendered), fixture.Row(Stage.Rendered)], default);
        var batch = (await Over(ledger).Next(Any, default))!;
        Assert.Null(await Over(ledger).Next(Any with { MayRepeat = false }, default));
        await Over(ledger).Settle(batch, [new(batch.Rows[0].Key, new(Delivered.OneImpression, default, default))], [batch.Rows[0] with { Count = Delivered.OneImpression }]);
        Assert.Equal(new Delivered(1, 0), ledger.HandOver.Totals.Waiting);
        Assert.Equal(new Delivered(1, 0), (await Over(ledger).Next(Any, default))!.Total);
    }

    [Fact]
    public async Task A_file_that_was_taken_away_by_hand_is_not_made_again()
    {
        var ledger = await fixture.Open(handsOver: true);
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        await ledger.DisposeAsync();
        fixture.Time.Advance(TimeSpan.FromDays(3));
        ledger = await fixture.Open(handsOver: true);
        var path = Path.Combine(fixture.Folder, "ledger-2026-11-22.db");
        File.Delete(path);
        Assert.Null(await Over(ledger).Next(Any, default));
        Assert.False(File.Exists(path));
    }

    private HandOver Over(CometAdTag.Service.Ledger.Ledger ledger) => new(ledger, chance, fixture.Time);
}
