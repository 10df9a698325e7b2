using Xunit.Abstractions;

namespace CometAdTag.Service.Tests.Load;

/// <summary>Commands reach very many pages at once, every one of them and once. Times are told, not tested: they are the machine's.</summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Pages = 2_000;

    [Fact]
    public async Task A_withdrawal_is_confirmed_by_each_of_two_thousand_pages_and_each_gets_one_replacement()
    {
        await using var service = await LoadedService.Start();
        using var crowd = await Crowd.Open(service, Pages);
        Assert.All(crowd.Pages, page => Assert.Equal("first", page.Ads.Single().Creative));

        var heard = crowd.Until(page => page is { Ads.Count: >= 2, Confirmations.Count: >= 1, IsSettled: true });
        var asked = TimeProvider.System.GetTimestamp();
        var made = await service.Post("/api/v1/withdrawals", new { creative = "first", reason = "A mistake" });
        var answered = Since(asked);
        await heard;
        await crowd.End();

        Assert.Equal(Pages, made.GetProperty("pages").GetInt32());
        Assert.All(crowd.Pages, page =>
        {
            Assert.Equal("first", Assert.Single(page.Withdrawals).Creative);
            Assert.Equal(["first initial 0", "second event 1"], page.Ads.Select(ad => $"{ad.Creative} {ad.Trigger} {ad.Index}"));
            Assert.Single(page.Confirmations);
            Assert.Empty(page.Strange);
        });
        Assert.Equal(Pages, await service.Metric("comet_withdrawal_seconds_count"));
        await AllCounted(service, rows: 4 * Pages);
        output.WriteLine($"answer of the API      {answered,8:F1} ms");
        Tell("withdraw frame", crowd.Pages.Select(page => page.Withdrawals[0].At), asked);
        Tell("confirmation acked", crowd.Pages.Select(page => page.Confirmations[0]), asked);
        Tell("replacement", crowd.Pages.Select(page => page.Ads[1].At), asked);
        output.WriteLine($"comet_withdrawal_seconds: mean {1000 * await service.Metric("comet_withdrawal_seconds_sum") / Pages:F1} ms, " +
            $"{await service.Metric("comet_withdrawal_seconds_bucket", "le=\"1\"")} of {Pages} within 1 s");
    }

    [Fact]
    public async Task An_event_that_is_spread_rotates_each_of_two_thousand_pages_once()
    {
        const int spread = 2_000, bins = 10;
        await using var service = await LoadedService.Start();
        using var crowd = await Crowd.Open(service, Pages);

        var heard = crowd.Until(page => page is { Ads.Count: >= 2, IsSettled: true });
        var asked = TimeProvider.System.GetTimestamp();
        var fired = await service.Post("/api/v1/events", new { name = "goal", website = "paper", spread });
        await heard;
        await crowd.End();

        var (slots, waiting) = (fired.GetProperty("slots").GetInt32(), fired.GetProperty("waiting").GetInt32());
        Assert.Equal((Pages, Pages), (fired.GetProperty("pages").GetInt32(), slots + waiting));
        Assert.All(crowd.Pages, page =>
        {
            Assert.Equal(["initial 0", "event 1"], page.Ads.Select(ad => $"{ad.Trigger} {ad.Index}"));
            Assert.Empty(page.Strange);
        });
        await AllCounted(service, rows: 3 * Pages);
        var histogram = new int[bins];
        foreach (var page in crowd.Pages) histogram[Math.Min(bins - 1, (int)(Since(asked, page.Ads[1].At) * bins / spread))]++;
        Tell("rotation", crowd.Pages.Select(page => page.Ads[1].At), asked);
        for (var bin = 0; bin < bins; bin++) output.WriteLine($"from {bin * spread / bins,5} ms {histogram[bin],5} {new string('#', histogram[bin] / 10)}");
    }

    /// <summary>Everything that the pages reported is in the ledger once, and nothing was refused.</summary>
    private static async Task AllCounted(LoadedService service, int rows)
    {
        Assert.Equal(2 * Pages, await service.Metric("comet_impressions_total", "stage=\"served\""));
        Assert.Equal(2 * Pages, await service.Metric("comet_impressions_total", "stage=\"rendered\""));
        Assert.Equal(rows, await service.Metric("comet_ledger_rows_total"));
        Assert.Equal(0, await service.Metric("comet_receipts_refused_total"));
    }

    private void Tell(string what, IEnumerable<long> timestamps, long asked)
    {
        var after = timestamps.Select(at => Since(asked, at)).Order().ToArray();
        output.WriteLine($"{what,-20} first {after[0],8:F1} ms, half {after[after.Length / 2],8:F1} ms, last {after[^1],8:F1} ms");
    }

    private static double Since(long asked, long? at = null) =>
        TimeProvider.System.GetElapsedTime(asked, at ?? TimeProvider.System.GetTimestamp()).TotalMilliseconds;
}
