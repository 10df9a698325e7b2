using CometAdTag.Service.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Telemetry;

/// <summary>The real promtool and the real Prometheus on the metrics of a running service that two pages are connected to.</summary>
public sealed class PrometheusTests : IAsyncLifetime
{
    private const string Awkward = "a \"quoted\" zone\\with\nall of it";

    private readonly RunningService service = RunningService.Start();
    private readonly List<PageSocket> pages = [];

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            var page = await PageSocket.Hello(service, "a:1", "b:2", "c:3");
            pages.Add(page);
            var (first, second) = (await page.Next("ad"), await page.Next("ad"));
            await page.Report(1, first, "rendered");
            await page.Report(2, second, "rendered");
            await page.Report(3, first, "rendered");
        }
        for (var i = 0; i < 5; i++) Instruments.Clicked(Awkward);
    }

    public async Task DisposeAsync()
    {
        foreach (var page in pages) await page.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_say()
    {
        var (exitCode, output) = await Tool.Run("promtool", ["check", "metrics"], await Metrics());
        Assert.Equal("", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task What_the_pages_did_is_counted_and_what_they_did_not_is_0()
    {
        var text = await Metrics();
        foreach (var line in (string[])
            [
                """comet_pages{transport="socket"} 2""", """comet_pages{transport="poll"} 0""", "comet_slots 6",
                """comet_impressions_total{zone="1",stage="served",trigger="initial"} 2""",
                """comet_impressions_total{zone="1",stage="rendered",trigger="initial"} 2""",
                """comet_impressions_total{zone="1",stage="viewable",trigger="initial"} 0""",
                """comet_impressions_total{zone="3",stage="served",trigger="time"} 0""",
                """comet_campaign_impressions_total{campaign="10",stage="viewable"} 0""",
                """comet_decisions_total{zone="2",outcome="fill"} 2""", """comet_decisions_total{zone="3",outcome="passback"} 2""",
                """comet_passbacks_total{reason="no_link"} 2""",
                """comet_receipts_refused_total{reason="duplicate"} 2""", """comet_receipts_refused_total{reason="forged"} 0""",
                """comet_ad_server_requests_total{source="feed",outcome="ok"} 1""", """comet_ad_server_circuit_state{source="feed"} 0""",
                "comet_ledger_rows_total 4", "comet_push_to_render_seconds_count 4",
            ])
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        Assert.Contains("\ncomet_snapshot_age_seconds ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_format_is_the_text_format_even_for_who_asks_for_another()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text; version=1.0.0");
        using var answer = await client.GetAsync(new Uri(service.Address, "/metrics"));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Quotes_backslashes_and_new_lines_in_a_label_are_escaped() =>
        Assert.Contains("""comet_clicks_total{zone="a \"quoted\" zone\\with\nall of it"} 5""", await Metrics(), StringComparison.Ordinal);

    [Fact]
    public async Task Prometheus_scrapes_the_service_and_answers_with_the_right_numbers()
    {
        Instruments.LedgerCommit(TimeSpan.FromSeconds(0.9));
        await using var prometheus = await PrometheusServer.Scraping(service.Address);

        Assert.Equal(2, await prometheus.Answer("""sum(comet_impressions_total{zone="1",stage="rendered"})"""));
        Assert.Equal(4, await prometheus.Answer("""sum(comet_impressions_total{stage="served"})"""));
        Assert.Equal(Awkward, await prometheus.Label("comet_clicks_total == 5", "zone"));
        Assert.Equal(1, await prometheus.Answer("histogram_quantile(1, comet_ledger_commit_seconds_bucket)"));
    }

    [Fact]
    public async Task The_service_is_ready()
    {
        using var client = new HttpClient();
        Assert.Equal("""{"status":"ready"}""", await client.GetStringAsync(new Uri(service.Address, "/health/ready")));
    }

    private Instruments Instruments => service.Services.GetRequiredService<Instruments>();

    private async Task<string> Metrics()
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(service.Address, "/metrics"));
    }
}
