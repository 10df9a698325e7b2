using System.Text.Json;

namespace CometAdTag.Service.Tests.Pages;

public sealed class SocketPageTests : IAsyncLifetime
{
    private readonly RunningService service = RunningService.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task A_hello_is_answered_by_ready_and_a_creative_for_each_slot()
    {
        await using var page = await PageSocket.Hello(service, "a:1", "b:2");

        var ready = await page.Next("ready");
        var (first, second) = (await page.Next("ad"), await page.Next("ad"));

        Assert.Equal(20_000, ready.GetProperty("heartbeat").GetInt32());
        Assert.Equal(["a", "b"], [Text(first, "slot"), Text(second, "slot")]);
        Assert.Equal("initial", Text(first, "trigger"));
        Assert.Equal(0, first.GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task A_slot_rotates_by_its_clock_once_its_creative_was_viewable()
    {
        await using var page = await PageSocket.Hello(service, "a:1");
        var first = await page.Next("ad");
        await page.Report(1, first, "rendered");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await page.Report(2, first, "viewable");

        service.Clock.Advance(TimeSpan.FromSeconds(29.9));
        await page.Say("""{"type":"view","visible":true,"slots":{}}""");
        service.Clock.Advance(TimeSpan.FromSeconds(0.2));
        var second = await page.Next("ad");

        Assert.Equal("time", Text(second, "trigger"));
        Assert.Equal(1, second.GetProperty("index").GetInt32());
        Assert.NotEqual(Text(first, "creative"), Text(second, "creative"));
    }

    private static string Text(JsonElement frame, string name) => frame.GetProperty(name).GetString()!;
}
