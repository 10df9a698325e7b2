using System.Net;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Tests.Telemetry;

public sealed class HealthTests
{
    [Fact]
    public async Task What_is_missing_is_named_until_it_is_there()
    {
        var ledger = false;
        await using var service = await MeasuredService.Start(builder =>
            builder.AddReadyWhen("test_ledger", _ => ledger).AddReadyWhen("test_snapshot", _ => true));
        var url = new Uri(service.Address, "/health/ready");

        using var missing = await service.Client.GetAsync(url);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, missing.StatusCode);
        Assert.Equal("""{"status":"not_ready","missing":["test_ledger"]}""", await missing.Content.ReadAsStringAsync());

        ledger = true;
        using var ready = await service.Client.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("""{"status":"ready"}""", await ready.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_service_that_is_not_ready_still_lives()
    {
        await using var service = await MeasuredService.Start(builder => builder.AddReadyWhen("ledger", _ => false));
        Assert.Equal("""{"status":"live"}""", await service.Client.GetStringAsync(new Uri(service.Address, "/health/live")));
    }
}
