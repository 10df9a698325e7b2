using CometAdTag.Rotation.Impressions;
using Xunit.Abstractions;

namespace CometAdTag.Service.Tests.Load;

/// <summary>The process is killed while it writes, at points that are drawn from a fixed seed.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 50, Pages = 12, MostReceipts = 300, EachStart = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20), LongestStart = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task All_that_was_acknowledged_is_in_the_ledger_once_after_fifty_kills_under_load()
    {
        var chance = new Chance(seed: 20261122);
        await using var service = await LoadedService.Start(TestFeed.Json);
        FaithfulPage[] pages = [.. Enumerable.Range(0, Pages).Select(page => new FaithfulPage(posts: page % 2 == 0))];
        var unwritten = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await KillUnderLoad(service, pages, chance);
            if (File.Exists(Path.Combine(service.Ledger, "lock")) && Directory.GetFiles(service.Ledger, "*.db-wal").Any(file => new FileInfo(file).Length > 0)) unwritten++;
            LedgerOnDisk.Of(service.Ledger).Holds(ReceiptsOf(pages));
            if (kill % EachStart == 0) await service.KillWhileStarting(LongestStart * chance.Draw());
            await service.StartAgain();
        }
        using var bound = new CancellationTokenSource(Patience.Bound);
        await Task.WhenAll(pages.Select(page => page.Settle(service, bound.Token)));
        var agrees = await CreativeReport.Of(service);
        await service.Kill();

        var all = ReceiptsOf(pages);
        var last = LedgerOnDisk.Of(service.Ledger);
        last.Holds(all);
        Assert.Empty(pages.SelectMany(page => page.Strange));
        Assert.All(all.Where(receipt => receipt.Stage != Stage.Clicked), receipt => Assert.True(receipt.IsKept));
        // Each kill came upon something that was not in the files themselves yet
        Assert.Equal(Kills, unwritten);
        Assert.All([Stage.Rendered, Stage.Viewable, Stage.Ended, Stage.Clicked], stage => Assert.Contains(last.Rows.Keys, key => key.Item2 == stage));
        agrees(last);
        output.WriteLine($"{all.Count} receipts and clicks, {last.Rows.Count} rows, {all.Count(one => one.Tries > 1)} sent again; "
            + $"{last.Counts.Values.Count(one => one.Served < one.Rendered)} of {last.Counts.Count} series have fewer served than rendered before the report adds what a kill lost");
    }

    /// <summary>At a number of acknowledgements and a moment after it that are drawn.</summary>
    private static async Task KillUnderLoad(LoadedService service, FaithfulPage[] pages, Chance chance)
    {
        var point = new KillPoint((int)(MostReceipts * chance.Draw()));
        var moment = Longest * chance.Draw();
        using var bound = new CancellationTokenSource(Patience.Bound);
        var visits = Task.WhenAll(pages.Select(page => page.Visit(service, point.Kept, bound.Token)));
        if (await Task.WhenAny(point.Reached, visits) == visits) await visits;
        await Task.Delay(moment, TimeProvider.System, bound.Token);
        await service.Kill();
        await visits;
    }

    private static List<SentReceipt> ReceiptsOf(FaithfulPage[] pages) => [.. pages.SelectMany(page => page.Receipts)];
}
