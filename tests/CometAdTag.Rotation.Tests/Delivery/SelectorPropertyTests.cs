using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class SelectorPropertyTests
{
    private sealed record Case(Creative[] Linked, string[] OnPage, string? Current, double Draw);

    private static readonly Gen<Campaign[]> Campaigns =
        from tiers in Gen.Elements(Enum.GetValues<Tier>()).ArrayOf(8)
        from weights in Gen.Choose(0, 3).ArrayOf(8)
        from states in Gen.Frequency((6, Gen.Constant(RunStatus.Running)), (1, Gen.Elements(Enum.GetValues<RunStatus>()))).ArrayOf(8)
        from starts in Gen.Frequency((6, Gen.Constant(-1)), (1, Gen.Constant(1))).ArrayOf(8)
        from caps in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Constant(1))).ArrayOf(8)
        from delivered in Gen.Choose(0, 10).ArrayOf(8)
        select Enumerable.Range(0, 8).Select(i => Sample.Campaign($"c{i}", tiers[i], weights[i], 1 + weights[i], weights[i]) with
        {
            Status = states[i],
            Flight = new(Sample.Now.AddDays(starts[i]), null),
            Cap = new(caps[i], 0, 0),
            BookedImpressions = 10,
            DeliveredImpressions = delivered[i],
        }).ToArray();

    private static readonly Gen<Case> Cases =
        from campaigns in Campaigns
        from count in Gen.Choose(0, 12)
        from owners in Gen.Choose(0, 7).ArrayOf(count)
        from weights in Gen.Choose(0, 4).ArrayOf(count)
        from widths in Gen.Frequency((5, Gen.Constant(300)), (1, Gen.Constant(728))).ArrayOf(count)
        from onPage in Gen.Choose(0, 15).ListOf()
        from current in Gen.Choose(0, 20)
        from draw in Gen.Choose(0, 999_999)
        select new Case(
            [.. Enumerable.Range(0, count).Select(i => Sample.Creative($"a{i}", campaigns[owners[i]], weights[i]) with { Width = widths[i] })],
            [.. onPage.Select(i => $"a{i}")], $"a{current}", draw / 1_000_000d);

    private static Creative[] Eligible(Case each) =>
        [.. each.Linked.Where(creative => Eligibility.Refusal(creative, 0, new SlotRequest { Zone = Sample.Zone }, Sample.Now) is null)];

    private static Decision Choose(Case each) => Sample.Choose(Sample.Snapshot(each.Linked), each.Draw, each.Current, each.OnPage);

    private static void ForAll(Action<Case> property) => Prop.ForAll(Cases.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void What_is_chosen_is_linked_and_eligible_and_something_is_chosen_whenever_something_is() => ForAll(each =>
    {
        var (eligible, decision) = (Eligible(each), Choose(each));
        if (eligible.Length == 0) Assert.Null(decision.Creative);
        else Assert.Contains(decision.Creative, eligible);
    });

    [Fact]
    public void No_creative_that_the_page_shows_is_chosen_while_another_is_eligible() => ForAll(each =>
    {
        var fresh = Eligible(each).Where(creative => creative.Id != each.Current && !each.OnPage.Contains(creative.Id)).ToArray();
        if (fresh.Length > 0) Assert.Contains(Choose(each).Creative, fresh);
    });

    [Fact]
    public void No_tier_or_priority_is_passed_over() => ForAll(each =>
    {
        if (Choose(each with { OnPage = [], Current = null }).Creative?.Campaign is not { } chosen) return;
        Assert.All(Eligible(each), other => Assert.True(
            other.Campaign.Tier > chosen.Tier
            || (other.Campaign.Tier == chosen.Tier && (chosen.Tier != Tier.Contract || other.Campaign.Priority <= chosen.Priority))));
    });

    [Fact]
    public void The_order_of_links_does_not_matter() => ForAll(each => Assert.Equal(Choose(each), Choose(each with { Linked = [.. each.Linked.Reverse()] })));
}
