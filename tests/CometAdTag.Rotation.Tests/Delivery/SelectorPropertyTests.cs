using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class SelectorPropertyTests
{
    private static readonly Gen<(AnySlot Slot, double Draw)> Cases = Gen.Zip(AnySlots.All, AnySlots.Draws).Select(each => (each.Item1, each.Item2));

    private static void ForAll(Action<AnySlot, double> property) =>
        Prop.ForAll(Cases.ToArbitrary(), each => property(each.Slot, each.Draw)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

    [Fact]
    public void A_creative_is_refused_for_the_first_reason_that_holds() => ForAll((slot, _) =>
    {
        var linked = slot.Snapshot.LinkedTo(slot.Parts.Zone);
        Assert.Equal(linked.Select(creative => PlainEligibility.Refusal(creative, slot)), linked.Select((_, place) => slot.Refusal(place)));
    });

    [Fact]
    public void What_is_chosen_is_linked_and_eligible_and_something_is_chosen_whenever_something_is() => ForAll((slot, draw) =>
    {
        var (eligible, decision) = (PlainSelection.Eligible(slot), slot.Choose(draw));
        if (eligible.Count == 0) Assert.Equal(Decision.Passback(PlainEligibility.Passback(slot)), decision);
        else if (Rivals(slot).Count > 0 || decision.Creative is not null) Assert.Contains(decision.Creative, eligible);
        else Assert.Equal(PassbackReason.Pacing, decision.Reason);
    });

    [Fact]
    public void No_creative_that_the_page_shows_is_chosen_while_another_is_eligible() => ForAll((slot, draw) =>
    {
        if (slot.Choose(draw).Creative is { } chosen)
            Assert.All(Rivals(slot), other => Assert.True(PlainSelection.Standing(other, slot.Parts) >= PlainSelection.Standing(chosen, slot.Parts)));
    });

    [Fact]
    public void No_tier_or_priority_is_passed_over() => ForAll((slot, draw) =>
    {
        if (slot.Choose(draw).Creative is not { } chosen) return;
        foreach (var other in Rivals(slot).Where(other => PlainSelection.Standing(other, slot.Parts) == PlainSelection.Standing(chosen, slot.Parts)))
        {
            Assert.True(other.Campaign.Tier >= chosen.Campaign.Tier);
            if (other.Campaign.Tier == chosen.Campaign.Tier) Assert.True(other.Campaign.Priority <= chosen.Campaign.Priority);
        }
    });

    [Fact]
    public void The_highest_ecpm_gets_nine_draws_in_ten() => ForAll((slot, draw) =>
    {
        if (slot.Choose(draw).Creative is not { Campaign.Tier: Tier.Ecpm } chosen || draw >= 0.9 || PlainSelection.Eligible(slot).Exists(creative => PlainSelection.Wants(creative, slot) is not null)) return;
        var rivals = Rivals(slot).Where(other => other.Campaign.Tier == Tier.Ecpm && PlainSelection.Standing(other, slot.Parts) == PlainSelection.Standing(chosen, slot.Parts));
        Assert.Equal(rivals.Max(other => other.Campaign.Ecpm ?? 0), chosen.Campaign.Ecpm ?? 0);
    });

    [Fact]
    public void Companion_campaigns_that_lead_the_page_are_chosen_wherever_they_are_eligible_and_those_that_may_not_begin_are_not() => ForAll((slot, draw) =>
    {
        if (slot.Choose(draw).Creative?.Campaign is not { } chosen) return;
        var leads = slot.Parts.Leads;
        Assert.Equal(slot.Parts.Linked.Any(creative => leads.Contains(creative.Campaign.Id) && PlainEligibility.Refusal(creative, slot) is null), leads.Contains(chosen.Id));
        Assert.True(!chosen.Companion || leads.Contains(chosen.Id) || !slot.Parts.Taken.Contains(chosen.Id));
    });

    [Fact]
    public void No_two_slots_show_creatives_of_an_advertiser_with_an_exclusive_campaign() => ForAll((slot, draw) =>
    {
        if (slot.Choose(draw).Creative?.Campaign is not { Advertiser.Length: > 0 } chosen) return;
        var beside = slot.Parts.OnPage.Select(other => other.Campaign).Where(other => other?.Advertiser == chosen.Advertiser).ToList();
        Assert.True(beside.Count == 0 || (!chosen.Exclusive && beside.TrueForAll(other => !other!.Exclusive)));
    });

    [Fact]
    public void The_order_of_links_does_not_matter() => ForAll((slot, draw) =>
    {
        var (parts, last) = (slot.Parts, slot.Parts.Linked.Length - 1);
        var reversed = new AnySlot(parts with
        {
            Linked = [.. parts.Linked.Reverse()],
            Seen = last < 0 ? parts.Seen : parts.Seen?.Select(each => (last - (each.Creative % (last + 1)), each.Ago)).ToArray(),
        });
        Assert.Equal(slot.Choose(draw), reversed.Choose(draw));
    });

    /// <summary>Those that do not leave requests to others, as a contract does that is spread over its time.</summary>
    private static List<Creative> Rivals(AnySlot slot) => PlainSelection.Eligible(slot).FindAll(creative => PlainSelection.Wants(creative, slot) is null);
}
