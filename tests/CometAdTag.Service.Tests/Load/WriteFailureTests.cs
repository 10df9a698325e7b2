namespace CometAdTag.Service.Tests.Load;

/// <summary>The disk of the real process fails while pages report: nothing is acknowledged that is not kept, and it goes on by itself.</summary>
public sealed class WriteFailureTests
{
    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_and_with_room_again_all_is_kept_once()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 4);
        await using var service = await LoadedService.Start(TestFeed.Json, disk.Data);
        await Fails(service, disk.Fill, disk.MakeRoom);
    }

    [Fact]
    public async Task Killed_on_a_full_disk_it_starts_again_when_there_is_room_and_has_all_that_it_acknowledged()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 4);
        await using var service = await LoadedService.Start(TestFeed.Json, disk.Data);
        await Fails(service, disk.Fill, async () =>
        {
            await service.Kill();
            disk.MakeRoom();
            await service.StartAgain();
        });
    }

    [Fact]
    public async Task While_its_folder_is_away_nothing_is_acknowledged_and_once_it_is_back_all_is_kept_once()
    {
        await using var service = await LoadedService.Start(TestFeed.Json);
        var away = service.Ledger + "-away";
        await Fails(service,
            () =>
            {
                if (Directory.Exists(service.Ledger)) Directory.Move(service.Ledger, away);
            },
            () => Directory.Move(away, service.Ledger));
    }

    [Fact]
    public async Task Started_on_a_full_disk_or_one_that_is_read_only_it_says_so_and_harms_nothing()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 4);
        await using var service = await LoadedService.Start(TestFeed.Json, disk.Data);
        using var bound = new CancellationTokenSource(Patience.Bound);
        var page = new FaithfulPage(posts: true);
        Assert.True(await page.Try(service, bound.Token));
        await service.Kill();

        disk.Fill();
        Assert.Contains("the disk is full", await service.FailToStart(), StringComparison.Ordinal);
        disk.MakeRoom();
        await disk.MakeReadOnly();
        Assert.Contains("read-only", await service.FailToStart(), StringComparison.OrdinalIgnoreCase);
        await disk.MakeWritable();
        await service.StartAgain();
        await service.Kill();
        LedgerOnDisk.Of(service.Ledger).Holds(page.Receipts);
    }

    /// <summary>Breaks what it writes to and mends it, and looks at what pages were told before, meanwhile and after.</summary>
    private static async Task Fails(LoadedService service, Action fail, Func<Task> mend)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        FaithfulPage page = new(posts: true), later = new(posts: true);
        Assert.True(await page.Try(service, bound.Token));
        // What there is room for is still written, and kept; a failure may make some
        do fail();
        while (await page.Try(service, bound.Token));
        fail();
        Assert.False(await later.Try(service, bound.Token));
        Assert.DoesNotContain(later.Receipts, receipt => receipt.IsKept);
        var (isReady, text) = await service.Readiness();
        Assert.False(isReady);
        Assert.Contains("\"ledger\"", text, StringComparison.Ordinal);
        await mend();

        using var after = new CancellationTokenSource(Patience.Bound);
        await service.Healed(after.Token);
        await page.Settle(service, after.Token);
        await later.Settle(service, after.Token);
        Assert.Empty(page.Strange.Concat(later.Strange));
        List<SentReceipt> all = [.. page.Receipts, .. later.Receipts];
        Assert.All(all, receipt => Assert.True(receipt.IsKept));
        var agrees = await CreativeReport.Of(service);
        await service.Kill();
        var ledger = LedgerOnDisk.Of(service.Ledger);
        ledger.Holds(all);
        agrees(ledger);
    }

    private static Task Fails(LoadedService service, Action fail, Action mend) => Fails(service, fail, () =>
    {
        mend();
        return Task.CompletedTask;
    });
}
