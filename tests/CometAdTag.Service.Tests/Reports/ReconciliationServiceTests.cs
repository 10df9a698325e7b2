using System.Net;
using System.Text.Json.Nodes;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Tests.AdServer;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Reports;

public sealed class ReconciliationServiceTests : IAsyncLifetime
{
    private const string Path = "/api/v1/report/reconciliation";

    private readonly TempFolder folder = new();
    private StatisticsServer server = null!;
    private RunningService service = null!;
    private HttpClient admin = null!;

    public async Task InitializeAsync()
    {
        server = await StatisticsServer.StartAsync();
        service = RunningService.Start(folder.Path,
            ("AdServer:Statistics:Way", "intake"), ("AdServer:Statistics:Url", server.Url), ("AdServer:Statistics:Key", StatisticsServer.Key), ("AdServer:Statistics:Interval", "00:00:10"));
        admin = service.Admin();
    }

    public async Task DisposeAsync()
    {
        admin.Dispose();
        await service.DisposeAsync();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_in_the_report_as_JSON_and_CSV_and_in_the_metrics()
    {
        await Show(10, clicks: 3);
        service.Clock.Advance(TimeSpan.FromSeconds(11));
        await service.Until(10, "comet_ad_server_statistics_total", "kind=\"impressions\"", "outcome=\"counted\"");
        server.Count("2026-11-22T12:00:00Z", "7", -4, 0);
        service.Clock.Advance(TimeSpan.FromMinutes(76));

        var row = JsonNode.Parse(await admin.GetStringAsync($"{Path}?by=hour,campaign"))!["rows"]![0]!;
        Assert.Equal(
            """{"hour":"2026-11-22T12:00:00Z","campaign":"7","counted":{"impressions":10,"clicks":3},"handed":{"impressions":10,"clicks":3},"refused":{"impressions":0,"clicks":0},"unconfirmed":{"impressions":0,"clicks":0},"waiting":{"impressions":0,"clicks":0},"adServer":{"impressions":6,"clicks":3},"difference":{"impressions":4,"clicks":0}}""",
            row.ToJsonString());
        var csv = await admin.GetStringAsync($"{Path}?format=csv");
        Assert.Equal(
            "campaign,counted.impressions,counted.clicks,handed.impressions,handed.clicks,refused.impressions,refused.clicks,unconfirmed.impressions,unconfirmed.clicks,"
            + "waiting.impressions,waiting.clicks,adServer.impressions,adServer.clicks,difference.impressions,difference.clicks\r\n7,10,3,10,3,0,0,0,0,0,0,6,3,4,0\r\n", csv);
        await service.Until(4, "comet_reconciliation_difference", "campaign=\"7\"", "kind=\"impressions\"");
        Assert.Equal(3, await service.Metric("comet_reconciliation_counted", "campaign=\"7\"", "kind=\"clicks\""));
        Assert.True(await service.Metric("comet_ad_server_requests_total", "source=\"reconciliation\"", "outcome=\"ok\"") >= 2);

        server.Tells = (405, "{}");
        Assert.EndsWith("\r\n7,10,3,10,3,0,0,0,0,0,0,,,,\r\n", await admin.GetStringAsync($"{Path}?format=csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("by=zone", "by", "'zone' is no key of a report; allowed are hour, day, campaign.")]
    [InlineData("by=hour,hour", "by", "'hour' is given twice.")]
    [InlineData("website=1", "website", "allowed are from, to, by, timeZone, format.")]
    [InlineData("from=2025-10-01&to=2026-11-06", "from", "more than 400 days")]
    public async Task A_wrong_parameter_is_named_with_what_is_allowed(string query, string parameter, string why)
    {
        using var answer = await admin.GetAsync(new Uri($"{Path}?{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject();
        Assert.Contains(why, (string)Assert.Single(errors).Value![0]!, StringComparison.Ordinal);
        Assert.Equal(parameter, errors.Single().Key);
    }

    private async Task Show(int impressions, int clicks)
    {
        var now = service.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var shown = Enumerable.Range(0, impressions).Select(i => new Impression(ImpressionId.Create(now, (ulong)i), "2", "7", "5", Rotation.Refresh.Trigger.Initial, 0)).ToList();
        LedgerRow[] rows =
        [
            .. shown.Select(one => new LedgerRow(one, Stage.Rendered, now, 0, EndedReason.None)), .. shown.Take(clicks).Select(one => new LedgerRow(one, Stage.Clicked, now, 0, EndedReason.None)),
        ];
        await service.Services.GetRequiredService<CometAdTag.Service.Ledger.Ledger>().Append(rows, default);
    }
}
