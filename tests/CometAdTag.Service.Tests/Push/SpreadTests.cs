using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Push;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Push;

/// <summary>An event that is spread, on the clock that the test turns: how even it is must not hang on how busy the machine is.</summary>
public sealed class SpreadTests
{
    private const int Pages = 1_000, Parts = 10;

    private static readonly TimeSpan Part = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task An_event_rotates_a_tenth_of_the_pages_in_each_tenth_of_its_window()
    {
        await using var service = RunningService.Start();
        var (door, events) = (service.Services.GetRequiredService<PageDoor>(), service.Services.GetRequiredService<PageEvents>());
        var origin = new PageOrigin(RunningService.Origin, "192.0.2.1", "http://ads.test");
        var hello = new HelloFrame { V = 1, Url = $"{RunningService.Origin}/", Visible = true, Slots = [new() { Slot = "a", Zone = "1", W = 300, H = 250, InView = true }] };
        for (var page = 0; page < Pages; page++) Assert.NotNull(door.Enter(hello, origin, new Nowhere(), out _));
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        var fired = events.Fire(new() { Name = "goal", Zones = ["1"], Spread = (int)(Parts * Part).TotalMilliseconds });
        Assert.Equal(Pages, fired.Slots + fired.Waiting);
        var rotated = new double[Parts + 1];
        for (var part = 1; part <= Parts; part++)
        {
            service.Clock.Advance(Part);
            rotated[part] = await service.Metric("comet_impressions_total", "stage=\"served\"", "trigger=\"event\"");
        }

        Assert.All(rotated.Zip(rotated.Skip(1)), part => Assert.InRange(part.Second - part.First, 0.5 * Pages / Parts, 1.5 * Pages / Parts));
        Assert.Equal(Pages, rotated[^1]);
    }
}
