using System.Globalization;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Tests.Ledger;

public sealed class CountsTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task Served_is_durable_within_a_second()
    {
        var ledger = await fixture.Open();
        ledger.Served(fixture.Impression(), "1");
        ledger.Served(fixture.Impression(), "1");

        fixture.Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, fixture.Ask("SELECT count(*) FROM counts"));
        fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(SpinWait.SpinUntil(() => fixture.Ask("SELECT sum(served) FROM counts") == 2, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Served_is_durable_before_any_row_of_its_impression()
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression();
        ledger.Served(impression, "1");
        await ledger.Append([fixture.Row(impression, Stage.Rendered)], default);

        await using var killed = fixture.AsKilledNow();

        Assert.Equal(1, killed.Ask("SELECT sum(served) FROM counts"));
        Assert.Equal(1, killed.Ask("SELECT count(*) FROM receipts"));
        Assert.Equal(1, killed.Ask("SELECT count(*) FROM websites WHERE zone = '5' AND website = '1'"));
    }

    [Fact]
    public async Task Closing_writes_what_was_counted()
    {
        var ledger = await fixture.Open();
        ledger.Served(fixture.Impression(), "1");
        ledger.Refused(fixture.Impression(), Refusal.TooEarly);
        await ledger.StopAsync(default);
        ledger.Served(fixture.Impression(), "1");
        await ledger.DisposeAsync();

        Assert.Equal(2, fixture.Ask("SELECT sum(served) FROM counts"));
        Assert.Equal(1, fixture.Ask("SELECT sum(refused) FROM refused WHERE reason = 5"));
    }

    [Fact]
    public async Task Counts_of_a_minute_and_series_add_up_over_commits_and_restarts()
    {
        for (var run = 0; run < 3; run++)
        {
            var ledger = await fixture.Open();
            ledger.Served(fixture.Impression(), "1");
            await ledger.Flush(default);
            ledger.Served(fixture.Impression(), "1");
            ledger.Refused(fixture.Impression(), Refusal.Duplicate);
            await ledger.DisposeAsync();
        }

        Assert.Equal(6, fixture.Ask("SELECT served FROM counts"));
        Assert.Equal(3, fixture.Ask("SELECT refused FROM refused"));
        Assert.Equal(1, fixture.Ask("SELECT count(*) FROM series"));
    }

    [Fact]
    public async Task A_refused_receipt_of_a_day_that_is_over_makes_no_file()
    {
        var ledger = await fixture.Open();
        ledger.Refused(fixture.Impression(at: fixture.Time.GetUtcNow().AddDays(-3)), Refusal.Expired);
        await ledger.DisposeAsync();

        Assert.Single(Directory.GetFiles(fixture.Folder, "*.db"));
    }

    [Fact]
    public void While_nothing_can_be_written_the_counts_kept_are_bounded()
    {
        var pending = new PendingCounts();
        for (var i = 0; i < PendingCounts.Limit + 7; i++)
            pending.Served(fixture.Impression(creative: i.ToString(CultureInfo.InvariantCulture)), "1");

        var (days, lost) = pending.Take();

        Assert.Equal(PendingCounts.Limit, days.Values.Sum(d => d.Size));
        Assert.Equal(7, lost);
        Assert.False(pending.Any);
    }
}
