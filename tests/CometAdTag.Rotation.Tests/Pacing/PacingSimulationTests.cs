using Xunit.Abstractions;

namespace CometAdTag.Rotation.Tests.Pacing;

/// <summary>Whether contracts end on their goals, over a week with everything that can go wrong in one.</summary>
public sealed class PacingSimulationTests(ITestOutputHelper output)
{
    public static TheoryData<double[]> Nodes => [[1.0], [0.5, 0.3, 0.2]];

    [Theory, MemberData(nameof(Nodes))]
    public void Every_campaign_that_can_deliver_ends_on_its_goal_and_none_passes_it(double[] shares)
    {
        var week = new SimulatedWeek(seed: 20261122, shares);
        week.Run();
        output.WriteLine(week.Table());
        Assert.All(week.Campaigns, campaign => Assert.True(campaign.Deviation <= 0.005, $"{campaign.Id} passes its goal by {campaign.Deviation:P2}"));
        Assert.All(week.Campaigns, campaign => Assert.True(campaign.DayDeviation.Over <= 0.005, $"{campaign.Id} passes its day by {campaign.DayDeviation.Over:P2}"));
        Assert.All(week.Campaigns.Where(campaign => campaign.Short is null), campaign =>
            Assert.True(campaign.Deviation >= -0.01 && campaign.DayDeviation.Under >= -0.01, $"{campaign.Id} ends {campaign.Deviation:P2} off its goal, {campaign.DayDeviation.Under:P2} on a day"));
        // Neither the outage nor a change has anybody rush
        Assert.All(week.Campaigns.Where(campaign => campaign.Booked > 1000), campaign => Assert.True(campaign.Peak < 4, $"{campaign.Id} has an hour of {campaign.Peak:0.0} times its line"));
        Assert.All(week.Campaigns.Where(campaign => campaign is { Short: null, IsSteady: true }), campaign => Assert.True(campaign.Rms < 0.04, $"{campaign.Id} is {campaign.Rms:P1} off its line"));
        Assert.True(week.LeftOf("small") < 0.03, $"{week.LeftOf("small"):P1} of the requests are left though a campaign needs them");
        Assert.True(week.LeftOf("news") > 0.3, $"only {week.LeftOf("news"):P1} of the requests are left though no campaign needs them");
    }
}
