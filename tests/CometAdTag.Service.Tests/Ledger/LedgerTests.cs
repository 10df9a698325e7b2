using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Tests.Telemetry;

namespace CometAdTag.Service.Tests.Ledger;

public sealed class LedgerTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_row_is_kept_once_within_a_batch_across_batches_and_across_restarts()
    {
        var ledger = await fixture.Open();
        var row = fixture.Row(Stage.Rendered);
        var later = row with { ReceivedAt = row.ReceivedAt + 5 };

        Assert.Equal((bool[])[true, false], await ledger.Append([row, later], default));
        Assert.Equal((bool[])[false], await ledger.Append([row], default));
        await ledger.DisposeAsync();
        ledger = await fixture.Open();

        Assert.Equal((bool[])[false], await ledger.Append([row], default));
        Assert.Equal(row.ReceivedAt, fixture.Ask("SELECT received_at FROM receipts"));
        Assert.Equal(1, fixture.Ask("SELECT sum(rendered) FROM counts"));
    }

    [Fact]
    public async Task The_stages_of_an_impression_are_rows_of_their_own()
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression();
        Stage[] stages = [Stage.Rendered, Stage.Viewable, Stage.Clicked, Stage.Ended, Stage.Error];

        Assert.Equal((bool[])[true, true, true, true, true], await ledger.Append([.. stages.Select(s => fixture.Row(impression, s))], default));
        Assert.Equal(5, fixture.Ask("SELECT count(*) FROM receipts"));
    }

    [Theory]
    [InlineData(Stage.Viewable, 1)]
    [InlineData(Stage.Ended, 1)]
    [InlineData(Stage.Error, 0)]
    [InlineData(Stage.Clicked, 0)]
    public async Task Viewable_and_ended_bring_the_rendered_row_that_is_missing(Stage stage, int rendered)
    {
        var ledger = await fixture.Open();
        var row = fixture.Row(stage, shown: 1234);

        await ledger.Append([row], default);

        Assert.Equal(rendered, fixture.Ask("SELECT count(*) FROM receipts WHERE stage = 1 AND shown = 0 AND reason = 0"));
        Assert.Equal(rendered, fixture.Ask("SELECT sum(rendered) FROM counts"));
        Assert.Equal((bool[])[rendered == 0], await ledger.Append([row with { Stage = Stage.Rendered }], default));
    }

    [Fact]
    public async Task Rendered_that_is_there_already_is_not_counted_again_by_viewable()
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression();

        Assert.Equal((bool[])[true, true], await ledger.Append([fixture.Row(impression, Stage.Rendered), fixture.Row(impression, Stage.Viewable)], default));
        Assert.Equal(1, fixture.Ask("SELECT sum(rendered) FROM counts"));
    }

    [Fact]
    public async Task What_a_row_says_is_kept()
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression(index: 42);

        await ledger.Append([fixture.Row(impression, Stage.Ended, 1234, EndedReason.Hidden)], default);

        var id = new byte[ImpressionId.Size];
        impression.Id.Write(id);
        Assert.Equal(1, fixture.Ask($"""
            SELECT count(*) FROM receipts JOIN series USING (series)
            WHERE hex(id) = '{Convert.ToHexString(id)}' AND stage = 3 AND shown = 1234 AND reason = 4
              AND zone = '5' AND campaign = '7' AND creative = '70' AND "trigger" = 0 AND "index" = 10
            """));
    }

    [Fact]
    public async Task Each_utc_day_has_a_file_by_the_time_in_the_impression_id()
    {
        fixture.Time.SetUtcNow(new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero));
        var ledger = await fixture.Open();
        var before = fixture.Impression();
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        var after = fixture.Impression();
        ledger.Served(before, "1");
        ledger.Served(after, "1");

        Assert.Equal((bool[])[true, true, true], await ledger.Append(
            [fixture.Row(before, Stage.Rendered), fixture.Row(after, Stage.Rendered), fixture.Row(before, Stage.Viewable)], default));

        Assert.Equal(2, fixture.Ask("SELECT count(*) FROM receipts"));
        Assert.Equal(1, fixture.Ask("SELECT sum(served) FROM counts"));
        Assert.Equal(1, fixture.Ask("SELECT count(*) FROM receipts", "2026-11-23"));
        Assert.Equal(1, fixture.Ask("SELECT sum(served) FROM counts", "2026-11-23"));
    }

    [Fact]
    public async Task Files_of_days_that_are_over_are_closed()
    {
        var ledger = await fixture.Open();
        await ledger.Append([fixture.Row(Stage.Rendered)], default);
        Assert.True(File.Exists(Path.Combine(fixture.Folder, "ledger-2026-11-22.db-wal")));
        for (var day = 0; day < 3; day++)
        {
            fixture.Time.Advance(TimeSpan.FromDays(1));
            await ledger.Append([fixture.Row(Stage.Rendered)], default);
        }
        await ledger.Flush(default);

        Assert.Equal(4, Directory.GetFiles(fixture.Folder, "*.db").Length);
        Assert.False(File.Exists(Path.Combine(fixture.Folder, "ledger-2026-11-22.db-wal")));
        Assert.True(File.Exists(Path.Combine(fixture.Folder, "ledger-2026-11-25.db-wal")));
    }

    [Theory]
    [InlineData(-26)]
    [InlineData(2)]
    public async Task A_row_that_cannot_have_a_good_token_is_refused(int hours)
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression(at: fixture.Time.GetUtcNow().AddHours(hours));

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => ledger.Append([fixture.Row(impression, Stage.Rendered)], default));
        Assert.Contains(impression.Id.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(fixture.Folder, "*.db"));
    }

    [Fact]
    public async Task Sixty_four_callers_at_once_lose_nothing_and_count_nothing_twice()
    {
        var ledger = await fixture.Open();
        var impressions = Enumerable.Range(0, 400).Select(_ => fixture.Impression()).ToArray();

        var news = await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            // two callers for each impression
            foreach (var impression in impressions.Where((_, i) => i % 32 == caller % 32))
                count += (await ledger.Append([fixture.Row(impression, Stage.Rendered), fixture.Row(impression, Stage.Viewable)], default)).Count(n => n);
            return count;
        })));

        Assert.Equal(800, news.Sum());
        Assert.Equal(800, fixture.Ask("SELECT count(*) FROM receipts"));
        Assert.Equal(400, fixture.Ask("SELECT sum(rendered) FROM counts"));
        Assert.Equal(400, fixture.Ask("SELECT sum(viewable) FROM counts"));
    }

    [Fact]
    public async Task Metrics_count_what_is_new_once()
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression();
        ledger.Served(impression, "1");
        await ledger.Append([fixture.Row(impression, Stage.Viewable), fixture.Row(impression, Stage.Rendered)], default);
        await ledger.Append([fixture.Row(impression, Stage.Clicked), fixture.Row(impression, Stage.Ended, 2500)], default);
        await ledger.Append([fixture.Row(impression, Stage.Clicked)], default);

        var lines = await fixture.Instruments.Lines();
        Assert.Contains("""comet_impressions_total{zone="5",stage="served",trigger="initial"} 1""", lines);
        Assert.Contains("""comet_impressions_total{zone="5",stage="rendered",trigger="initial"} 1""", lines);
        Assert.Contains("""comet_impressions_total{zone="5",stage="viewable",trigger="initial"} 1""", lines);
        Assert.Contains("""comet_campaign_impressions_total{campaign="7",stage="rendered"} 1""", lines);
        Assert.Contains("""comet_clicks_total{zone="5"} 1""", lines);
        Assert.Contains("comet_shown_seconds_sum 2.5", lines);
        Assert.Contains("comet_ledger_rows_total 4", lines);
        Assert.Contains("comet_ledger_duplicates_total 2", lines);
    }
}
