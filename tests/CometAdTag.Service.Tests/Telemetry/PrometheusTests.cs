using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Tests.Telemetry;

/// <summary>The real promtool and the real Prometheus on the metrics of a running service.</summary>
public sealed class PrometheusTests
{
    private const string Awkward = "a \"quoted\" zone\\with\nall of it";

    [Fact]
    public async Task Promtool_finds_nothing_to_say()
    {
        await using var service = await Counted();
        var (exitCode, output) = await Tool.Run("promtool", ["check", "metrics"], await service.Metrics());
        Assert.Equal("", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task The_format_is_the_text_format_even_for_who_asks_for_another()
    {
        await using var service = await Counted();
        service.Client.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text; version=1.0.0");
        using var answer = await service.Client.GetAsync(new Uri(service.Address, "/metrics"));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Quotes_backslashes_and_new_lines_in_a_label_are_escaped()
    {
        await using var service = await Counted();
        Assert.Contains("""comet_clicks_total{zone="a \"quoted\" zone\\with\nall of it"} 2""", await service.Metrics(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_scrapes_the_service_and_answers_with_the_right_numbers()
    {
        await using var service = await Counted();
        await using var prometheus = await PrometheusServer.Scraping(service.Address);

        Assert.Equal(3, await prometheus.Answer("""sum(comet_impressions_total{zone="5",stage="rendered"})"""));
        Assert.Equal(2, await prometheus.Answer("""sum(comet_clicks_total) by (zone) > 1"""));
        Assert.Equal(Awkward, await prometheus.Label("comet_clicks_total > 1", "zone"));
        Assert.Equal(0.0025, await prometheus.Answer("histogram_quantile(1, comet_push_lateness_seconds_bucket)"));
    }

    private static async Task<MeasuredService> Counted()
    {
        var service = await MeasuredService.Start();
        var impression = new Impression(default, "5", "c", "k", Trigger.Time, 1);
        for (var i = 0; i < 3; i++) service.Instruments.Counted(impression, Stage.Rendered);
        for (var i = 0; i < 2; i++) service.Instruments.Clicked(Awkward);
        service.Instruments.Clicked("5");
        service.Instruments.PushLateness(TimeSpan.FromMilliseconds(2));
        return service;
    }
}
