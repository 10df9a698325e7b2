namespace CometAdTag.Service.Tests.Load;

/// <summary>What the service reports of each campaign and creative, from yesterday to tomorrow.</summary>
internal static class CreativeReport
{
    /// <summary>It has what the ledger's files will have when the service is killed now, and nowhere more rendered than served.</summary>
    public static async Task<Action<LedgerOnDisk>> Of(LoadedService service)
    {
        var now = TimeProvider.System.GetUtcNow();
        var report = await service.Get($"/api/v1/report?from={now.AddDays(-1):yyyy-MM-dd}&to={now.AddDays(2):yyyy-MM-dd}&by=campaign,creative");
        var rows = report.GetProperty("rows").EnumerateArray().ToList();
        return ledger =>
        {
            Assert.Equal(ledger.Counts.Count, rows.Count);
            Assert.All(rows, row =>
            {
                var rendered = ledger.Of((row.GetProperty("campaign").GetString()!, row.GetProperty("creative").GetString()!), Rotation.Impressions.Stage.Rendered);
                Assert.Equal(rendered, row.GetProperty("rendered").GetInt64());
                Assert.InRange(row.GetProperty("served").GetInt64(), rendered, long.MaxValue);
            });
        };
    }
}
