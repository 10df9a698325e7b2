using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Tests.Ledger;

public sealed class LedgerFailureTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_commit_that_fails_half_way_acknowledges_nothing_and_later_all_is_kept()
    {
        var ledger = await fixture.Open();
        var impression = fixture.Impression();
        LedgerRow[] rows = [fixture.Row(impression, Stage.Rendered), fixture.Row(impression, Stage.Clicked)];
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON receipts WHEN NEW.stage = 5 BEGIN SELECT RAISE(ABORT, 'broken for a test'); END");
        ledger.Served(impression, "1");

        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Append(rows, default));
        Assert.Contains("broken for a test", failure.Message, StringComparison.Ordinal);
        Assert.False(ledger.Writable);
        Assert.Equal(0, fixture.Ask("SELECT count(*) FROM receipts"));
        Assert.Equal(0, fixture.Ask("SELECT count(*) FROM counts"));

        fixture.Do("DROP TRIGGER broken");
        Assert.Equal((bool[])[true, true], await ledger.Append(rows, default));
        Assert.True(ledger.Writable);
        Assert.Equal(1, fixture.Ask("SELECT sum(served) FROM counts"));
    }

    [Fact]
    public async Task A_file_that_another_program_holds_fails_the_commit_and_heals_by_itself()
    {
        var ledger = await fixture.Open();
        using (var other = fixture.Connect())
        {
            Statement.Once(other, "BEGIN IMMEDIATE");
            var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Append([fixture.Row(Stage.Rendered)], default));
            Assert.Contains("another program holds it locked", failure.Message, StringComparison.Ordinal);
            Assert.False(ledger.Writable);
        }

        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(SpinWait.SpinUntil(() => ledger.Writable, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_day_that_fails_does_not_stop_the_others()
    {
        fixture.Time.SetUtcNow(new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero));
        var ledger = await fixture.Open();
        var before = fixture.Impression();
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        var after = fixture.Impression();
        fixture.Do("CREATE TRIGGER broken BEFORE INSERT ON receipts BEGIN SELECT RAISE(ABORT, 'broken'); END");

        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => ledger.Append([fixture.Row(before, Stage.Rendered), fixture.Row(after, Stage.Rendered)], default));
        Assert.Equal((bool[])[false, true], await ledger.Append([fixture.Row(after, Stage.Rendered), fixture.Row(after, Stage.Viewable)], default));
        Assert.Equal(0, fixture.Ask("SELECT count(*) FROM receipts"));
    }

    [Fact]
    public void A_full_queue_refuses_at_once_and_takes_again_when_there_is_room()
    {
        var queue = new CommitQueue();
        var row = fixture.Row(Stage.Rendered);
        PendingAppend Append(int rows) => new([.. Enumerable.Repeat(row, rows)]);
        for (var i = 0; i < CommitQueue.Capacity / 64; i++) queue.Add(Append(64));

        var refused = Assert.Throws<LedgerUnavailableException>(() => queue.Add(Append(1)));
        Assert.Contains("65536 rows wait", refused.Message, StringComparison.Ordinal);

        var batch = new List<PendingAppend>();
        Assert.True(queue.Take(batch, []));
        Assert.Equal(CommitQueue.Batch, batch.Sum(a => a.Rows.Length));
        queue.Add(Append(CommitQueue.Batch));
        Assert.Throws<LedgerUnavailableException>(() => queue.Add(Append(1)));
    }

    [Fact]
    public async Task What_waits_when_the_queue_closes_is_still_written()
    {
        var ledger = await fixture.Open();
        var appends = Enumerable.Range(0, 50).Select(_ => ledger.Append([fixture.Row(Stage.Rendered)], default)).ToArray();
        await ledger.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), outcome => Assert.Equal([true], outcome));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Append([fixture.Row(Stage.Rendered)], default));
        Assert.Equal(50, fixture.Ask("SELECT count(*) FROM receipts"));
    }

    [Fact]
    public async Task A_damaged_file_stops_the_start_and_is_left_as_it_is()
    {
        var ledger = await fixture.Open();
        for (var i = 0; i < 40; i++) await ledger.Append([.. Enumerable.Range(0, 50).Select(_ => fixture.Row(Stage.Rendered))], default);
        await ledger.DisposeAsync();
        var path = Path.Combine(fixture.Folder, "ledger-2026-11-22.db");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(bytes.Length / 2, 8192).Fill(0x5A);
        await File.WriteAllBytesAsync(path, bytes);

        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(fixture.Open);
        Assert.Contains("ledger-2026-11-22.db cannot be used: it is damaged", failure.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Theory]
    [InlineData("this is no database", "it is damaged or no ledger")]
    [InlineData(null, "schema version 99")]
    public async Task A_file_that_is_no_ledger_of_this_version_stops_the_start(string? content, string cause)
    {
        Directory.CreateDirectory(fixture.Folder);
        if (content is null) fixture.Do("PRAGMA user_version = 99");
        else await File.WriteAllTextAsync(Path.Combine(fixture.Folder, "ledger-2026-11-22.db"), content);

        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(fixture.Open);
        Assert.Contains(cause, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_file_stops_the_start()
    {
        Directory.CreateDirectory(fixture.Folder);
        using var other = fixture.Connect();
        Statement.Once(other, "BEGIN EXCLUSIVE");

        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(fixture.Open);
        Assert.Contains("another program holds it locked", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_is_kept_off_the_folder_until_the_first_ends()
    {
        var ledger = await fixture.Open();

        var failure = await Assert.ThrowsAsync<LedgerUnavailableException>(fixture.Open);
        Assert.Contains(fixture.Folder, failure.Message, StringComparison.Ordinal);
        Assert.Contains("another process uses it", failure.Message, StringComparison.Ordinal);

        await ledger.DisposeAsync();
        Assert.True((await fixture.Open()).Writable);
    }
}
