using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Rotation.Tests.Delivery;

namespace CometAdTag.Rotation.Tests.Pacing;

/// <summary>What contracts that are spread over their time take of the requests, and what they leave.</summary>
public sealed class PacedShareTests
{
    private readonly Campaign high = Contract("high", 10, 0), low = Contract("low", 3, 1), lowToo = Contract("low too", 3, 2);
    private readonly Campaign open = Sample.Campaign("open", Tier.Contract, weight: 0, priority: 3) with { Ordinal = 3 };
    private readonly Campaign remnant = Sample.Campaign("remnant") with { Ordinal = 4 };

    [Fact]
    public void Each_takes_its_part_and_leaves_the_rest_to_the_next_priority_and_tier()
    {
        var goals = Goals((high, 0.2), (low, 0.25), (lowToo, 0.5));
        Same(new() { ["high"] = 0.2, ["low"] = 0.2, ["low too"] = 0.4, ["remnant"] = 0.2 }, Shares(goals, high, low, lowToo, remnant));
    }

    [Fact]
    public void Those_of_one_priority_that_want_more_than_all_share_it_by_need()
    {
        var goals = Goals((high, 0), (low, 0.5), (lowToo, 1.5));
        Same(new() { ["low"] = 0.25, ["low too"] = 0.75 }, Shares(goals, high, low, lowToo, remnant));
    }

    [Fact]
    public void A_contract_without_a_goal_takes_what_the_others_of_its_priority_leave()
    {
        var goals = Goals((high, 0.2), (low, 0.25), (lowToo, 0.5));
        Same(new() { ["high"] = 0.2, ["low"] = 0.2, ["low too"] = 0.4, ["open"] = 0.2 }, Shares(goals, high, low, lowToo, open, remnant));
    }

    [Fact]
    public void Where_all_that_is_eligible_is_ahead_of_its_plan_the_reason_is_pacing()
    {
        var goals = Goals((high, 0), (low, 0), (lowToo, 0));
        Assert.Equal(PassbackReason.Pacing, Choose(goals, 0.5, Sample.Creative("high", high)).Reason);
        Assert.Equal("remnant", Choose(goals, 0.5, Sample.Creative("high", high), Sample.Creative("remnant", remnant)).Creative!.Id);
    }

    [Fact]
    public void The_share_of_a_campaign_is_split_among_its_creatives_by_weight()
    {
        var goals = Goals((high, 0.6), (low, 0), (lowToo, 0));
        var shares = Shares(goals, [Sample.Creative("a", high), Sample.Creative("b", high, 2), Sample.Creative("remnant", remnant)]);
        Same(new() { ["a"] = 0.2, ["b"] = 0.4, ["remnant"] = 0.4 }, shares);
    }

    [Fact]
    public void A_decision_with_goals_allocates_nothing()
    {
        var goals = Goals((high, 0.2), (low, 0.25), (lowToo, 0.5));
        var snapshot = Sample.Snapshot([.. new[] { high, low, lowToo, remnant }.Select(of => Sample.Creative(of.Id, of))]);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                var chosen = Selector.Choose(snapshot, new SlotRequest { Zone = Sample.Zone, Goals = goals }, Sample.Now, i / 100d);
                if (goals.Of(chosen.Creative!.Campaign) is { } goal && goal.TryReserve()) goal.GiveBack();
            }
        }));
    }

    private Goals Goals(params (Campaign Campaign, double Part)[] parts)
    {
        var all = new[] { high, low, lowToo, open, remnant };
        var snapshot = new Snapshot(Sample.Now, TimeZoneInfo.Utc) { Campaigns = all.ToFrozenDictionary(campaign => campaign.Id) };
        var goals = new Pacer().Follow(snapshot, _ => default, Sample.Now);
        foreach (var (campaign, part) in parts) goals.Of(campaign)!.Part = part;
        return goals;
    }

    private static Campaign Contract(string id, int priority, int ordinal) => Sample.Campaign(id, Tier.Contract, weight: 0, priority) with
    {
        Ordinal = ordinal,
        BookedImpressions = 1_000_000,
        Flight = new(null, Sample.Now.AddDays(30)),
    };

    private static Dictionary<string, double> Shares(Goals goals, params Campaign[] linked) =>
        Shares(goals, [.. linked.Select(campaign => Sample.Creative(campaign.Id, campaign))]);

    private static Dictionary<string, double> Shares(Goals goals, Creative[] linked)
    {
        const int draws = 20_000;
        return Enumerable.Range(0, draws).Select(i => Choose(goals, (double)i / draws, linked).Creative!.Id)
            .GroupBy(id => id).ToDictionary(group => group.Key, group => (double)group.Count() / draws);
    }

    private static Decision Choose(Goals goals, double draw, params Creative[] linked) =>
        Selector.Choose(Sample.Snapshot(linked), new SlotRequest { Zone = Sample.Zone, Goals = goals }, Sample.Now, draw);

    private static void Same(Dictionary<string, double> expected, Dictionary<string, double> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (id, share) in expected) Assert.Equal(share, actual[id], 3);
    }
}
