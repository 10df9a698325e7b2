using CometAdTag.Rotation.Impressions;
using Xunit.Abstractions;

namespace CometAdTag.Service.Tests.Balance;

/// <summary>What is served is what was rendered and what has a reason why not, to the impression, whatever goes wrong.</summary>
public sealed class BalanceTests(ITestOutputHelper output)
{
    private const int Steps = 240, PagesATransport = 4;

    [Fact]
    public async Task After_hours_of_traffic_with_faults_the_report_has_the_fate_of_each_impression()
    {
        await using var traffic = await SimulatedTraffic.Start(seed: 20261122, PagesATransport);
        var lift = default(Func<Task>);
        for (var step = 1; step <= Steps; step++)
        {
            if (step % 8 == 2) lift = await traffic.Withdraw(step % 16 == 2 ? "12" : "22");
            if (step % 8 == 5) await lift!();
            if (step == 110) traffic.Fail();
            if (step == 115) await traffic.Heal();
            if (step is 70 or 170) await traffic.Kill();
            await traffic.Go();
            if (step % 40 == 0) await traffic.Agrees();
        }
        await traffic.End();
        await traffic.Agrees();
        await traffic.Pass();
        await traffic.Agrees(isOver: true);

        var stories = traffic.Stories;
        output.WriteLine($"{stories.Count} impressions, {stories.Count(story => story.IsRendered)} rendered, {stories.Count(story => !story.IsServed)} lost by kills");
        foreach (var fate in Enum.GetValues<Fate>().Skip(1))
        {
            var told = stories.Count(story => story.Fate == fate);
            output.WriteLine($"{fate}: {told}");
            if (fate is Fate.Unknown) continue;
            Assert.Equal(told, await traffic.Total(fate));
            Assert.NotEqual(0, told);
        }
    }
}
