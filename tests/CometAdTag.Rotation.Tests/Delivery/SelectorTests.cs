using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class SelectorTests
{
    private static readonly Creative Override = Sample.Creative("override", Sample.Campaign("o", Tier.Override));
    private static readonly Creative High = Sample.Creative("high", Sample.Campaign("h", Tier.Contract, weight: 0, priority: 10));
    private static readonly Creative Low = Sample.Creative("low", Sample.Campaign("l", Tier.Contract, weight: 0, priority: 1));
    private static readonly Creative Remnant = Sample.Creative("remnant", Sample.Campaign("r"));
    private static readonly Creative Rich = Sample.Creative("rich", Sample.Campaign("e", Tier.Ecpm, ecpm: 2.5m));
    private static readonly Creative Poor = Sample.Creative("poor", Sample.Campaign("p", Tier.Ecpm, weight: 9, ecpm: 0.5m));

    [Fact]
    public void Tiers_are_tried_in_order_contracts_by_priority_and_the_last_tier_mostly_by_ecpm()
    {
        Creative[] order = [Override, High, Low, Remnant, Rich, Poor];
        for (var i = 0; i < order.Length; i++)
            foreach (var draw in new[] { 0, 0.5, 0.899 })
                Assert.Same(order[i], Sample.Choose(Sample.Snapshot(order[i..].Reverse()), draw).Creative);
    }

    [Fact]
    public void Contracts_of_one_priority_share_by_weight()
    {
        var other = Sample.Creative("other", Sample.Campaign("x", Tier.Contract, weight: 3, priority: 10));
        Same(new() { ["high"] = 0.25, ["other"] = 0.75 }, Sample.Shares(Sample.Snapshot(High, other, Low)));
    }

    [Fact]
    public void Creatives_of_the_highest_ecpm_share_nine_requests_in_ten_alike_and_all_share_the_tenth_by_weight()
    {
        var tie = Sample.Creative("tie", Sample.Campaign("t", Tier.Ecpm, weight: 4, ecpm: 2.50m));
        Same(new() { ["rich"] = 0.45 + (0.1 / 14), ["tie"] = 0.45 + (0.4 / 14), ["poor"] = 0.9 / 14 }, Sample.Shares(Sample.Snapshot(Rich, Poor, tie)));
    }

    [Fact]
    public void Ecpm_campaigns_without_weight_share_alike_and_leave_nothing()
    {
        var tie = Sample.Snapshot(Sample.Creative("one", Sample.Campaign("o", Tier.Ecpm, weight: 0, ecpm: 2)), Sample.Creative("two", Sample.Campaign("t", Tier.Ecpm, weight: 0, ecpm: 2)));
        Same(new() { ["one"] = 0.5, ["two"] = 0.5 }, Sample.Shares(tie));
    }

    [Fact]
    public void A_campaigns_weight_is_split_only_among_its_own_creatives_that_are_eligible()
    {
        var (one, two) = (Sample.Campaign("one", weight: 3), Sample.Campaign("two"));
        Creative[] linked = [Sample.Creative("a", one), Sample.Creative("b", one, 2), Sample.Creative("c", two), Sample.Creative("off", two, 50) with { Status = RunStatus.Paused }];
        Same(new() { ["a"] = 0.25, ["b"] = 0.5, ["c"] = 0.25 }, Sample.Shares(Sample.Snapshot(linked)));
        Same(new() { ["b"] = 0.75, ["c"] = 0.25 }, Sample.Shares(Sample.Snapshot(linked), current: "a"));
    }

    [Fact]
    public void The_share_of_a_campaign_without_an_eligible_creative_is_split_among_the_others()
    {
        var (one, two, gone) = (Sample.Campaign("one", weight: 3), Sample.Campaign("two"), Sample.Campaign("gone", weight: 6));
        Creative[] linked = [Sample.Creative("a", one), Sample.Creative("b", gone) with { Width = 1 }, Sample.Creative("c", two)];
        Same(new() { ["a"] = 0.75, ["c"] = 0.25 }, Sample.Shares(Sample.Snapshot(linked)));
    }

    [Fact]
    public void The_creative_that_the_slot_shows_is_chosen_again_only_where_nothing_else_is_eligible()
    {
        Assert.Same(Remnant, Sample.Choose(Sample.Snapshot(Override, Remnant), 0, "override").Creative);
        Assert.Same(Override, Sample.Choose(Sample.Snapshot(Override), 0, "override").Creative);
        Assert.Same(Override, Sample.Choose(Sample.Snapshot(Override, Remnant with { Weight = 0 }), 0, "override").Creative);
    }

    [Fact]
    public void No_two_slots_of_a_page_show_the_same_creative_while_another_fits()
    {
        Assert.Same(Remnant, Sample.Choose(Sample.Snapshot(Override, Remnant), 0, null, "override").Creative);
        Assert.Same(Poor, Sample.Choose(Sample.Snapshot(Override, Remnant, Poor), 0, "remnant", "override").Creative);
    }

    [Fact]
    public void Where_the_page_shows_all_that_fit_a_repeat_is_better_than_an_empty_slot()
    {
        Assert.Same(Remnant, Sample.Choose(Sample.Snapshot(Override, Remnant), 0, "remnant", "override").Creative);
        Assert.Same(Override, Sample.Choose(Sample.Snapshot(Override, Remnant), 0, null, "override", "remnant").Creative);
        Assert.Same(Remnant, Sample.Choose(Sample.Snapshot(Override, Remnant), 0, "override", "override", "remnant").Creative);
        Assert.Same(Override, Sample.Choose(Sample.Snapshot(Override), 0, "override", "override").Creative);
    }

    [Fact]
    public void Companion_campaigns_that_lead_the_page_go_before_all_and_share_as_usual()
    {
        var also = Sample.Creative("also", Sample.Campaign("x", weight: 3));
        Same(new() { ["remnant"] = 0.25, ["also"] = 0.75 }, Led("r", "x"));
        Same(new() { ["remnant"] = 1 }, Led("r", "e"));
        Same(new() { ["rich"] = 1 }, Led("e"));
        Same(new() { ["override"] = 1 }, Led("elsewhere"));

        Dictionary<string, double> Led(params string[] leads)
        {
            const int draws = 20_000;
            var snapshot = Sample.Snapshot(Override, High, Remnant, also, Rich);
            return Enumerable.Range(0, draws).Select(i => Selector.Choose(snapshot, new SlotRequest { Zone = Sample.Zone, Leads = leads }, Sample.Now, (double)i / draws).Creative!.Id)
                .CountBy(id => id).ToDictionary(count => count.Key, count => (double)count.Value / draws);
        }
    }

    [Fact]
    public void A_passback_names_the_reason_of_the_creative_that_came_furthest()
    {
        var paused = Remnant with { Status = RunStatus.Paused };
        var large = Remnant with { Id = "large", Width = 301 };
        var rules = Remnant with { Id = "rules", Rules = [new("and", "Site:Source", "==", "x")] };
        Assert.Equal(Decision.Passback(PassbackReason.NoLink), Sample.Choose(Sample.Snapshot()));
        Assert.Equal(Decision.Passback(PassbackReason.NoLink), Sample.Choose(Snapshot.Empty));
        Assert.Equal(Decision.Passback(PassbackReason.NoneRunning), Sample.Choose(Sample.Snapshot(paused)));
        Assert.Equal(Decision.Passback(PassbackReason.Size), Sample.Choose(Sample.Snapshot(paused, large)));
        Assert.Equal(Decision.Passback(PassbackReason.Rules), Sample.Choose(Sample.Snapshot(paused, rules, large)));
    }

    [Fact]
    public void A_slot_smaller_than_all_that_fit_the_zone_gets_too_small_and_not_size()
    {
        var any = Sample.Zone with { Width = -1, Height = -1 };
        var request = new SlotRequest { Zone = any, Width = 200, Height = 200 };
        Assert.Equal(PassbackReason.TooSmall, Selector.Choose(Sample.Snapshot(Remnant, Override), request, Sample.Now, 0).Reason);
    }

    [Theory]
    [InlineData(0d), InlineData(0.5), InlineData(0.9999999999999999)]
    public void The_largest_weights_and_draws_still_choose(double draw)
    {
        var linked = Enumerable.Range(0, 3000).Select(i => Sample.Creative($"a{i}", Sample.Campaign($"c{i / 7}", weight: int.MaxValue), int.MaxValue));
        Assert.NotNull(Sample.Choose(Sample.Snapshot(linked), draw).Creative);
    }

    [Fact]
    public void Choosing_among_many_allocates_nothing()
    {
        foreach (var count in new[] { 10, 5000 })
        {
            var snapshot = Sample.Snapshot(Enumerable.Range(0, count).Select(i => Sample.Creative($"a{i}", Sample.Campaign($"c{i / 3}"))));
            Shown[] onPage = [new("a1", null), new("a2", null)];
            Assert.Equal(0, Allocated.By(() =>
            {
                for (var i = 0; i < 40; i++) Selector.Choose(snapshot, new SlotRequest { Zone = Sample.Zone, Current = "a0", OnPage = onPage }, Sample.Now, i / 40d);
            }));
        }
    }

    private static void Same(Dictionary<string, double> expected, Dictionary<string, double> shares)
    {
        Assert.Equal(expected.Keys.Order(), shares.Keys.Order());
        foreach (var (id, share) in expected) Assert.Equal(share, shares[id], 0.001);
    }
}
