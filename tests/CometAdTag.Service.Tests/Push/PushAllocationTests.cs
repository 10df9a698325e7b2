using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Push;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Push;

/// <summary>What a push costs in memory: its decision, impression, token, HTML, frame and counts, made and written on one thread.</summary>
public class PushAllocationTests
{
    private const int Pages = 200, MostBytes = 4_000;

    [Fact]
    public async Task A_push_allocates_less_than_4_kB()
    {
        await using var service = RunningService.Start();
        var (door, events) = (service.Services.GetRequiredService<PageDoor>(), service.Services.GetRequiredService<PageEvents>());
        var origin = new PageOrigin(RunningService.Origin, "192.0.2.1", "http://ads.test");
        var hello = new HelloFrame { V = 1, Url = $"{RunningService.Origin}/", Visible = true, Slots = [new() { Slot = "a", Zone = "1", W = 300, H = 250, InView = true }] };
        for (var page = 0; page < Pages; page++) Assert.NotNull(door.Enter(hello, origin, new Nowhere(), out _));
        var happened = new EventDocument { Name = "goal", Zones = ["1"] };

        var least = Enumerable.Range(0, 10).Min(_ =>
        {
            service.Clock.Advance(TimeSpan.FromSeconds(31));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = events.Fire(happened);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal((Pages, 0), (result.Slots, result.Waiting));
            return allocated / Pages;
        });

        Assert.InRange(least, 1, MostBytes);
    }
}
