using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>Pages of four slots that are filled in their order, as with OpenX: the first slot that could show a companion campaign decides whether it comes.</summary>
public sealed class RoadblockPropertyTests
{
    private const int Pages = 1_000;

    private sealed record Filled(AnySlot Slot, Creative? Creative);

    [Fact]
    public void A_companion_campaign_takes_all_the_slots_of_a_page_that_it_can_or_none()
    {
        var roadblocks = 0;
        Prop.ForAll(AnySlots.Pages.ToArbitrary(), AnySlots.Draws.ArrayOf(4).ToArbitrary(), (slots, draws) =>
        {
            var page = Fill(slots, draws);
            for (var i = 0; i < page.Count; i++)
            {
                var leads = Companions(page[..i]);
                var canFollow = page[i].Slot.Parts.Linked.Any(creative => leads.Contains(creative.Campaign.Id) && PlainEligibility.Refusal(creative, page[i].Slot) is null);
                Assert.Equal(canFollow, page[i].Creative is { } creative && leads.Contains(creative.Campaign.Id));
                if (canFollow) roadblocks++;
            }
            foreach (var campaign in Companions(page))
                Assert.Equal(page.FindIndex(slot => slot.Slot.Parts.Linked.Any(creative => creative.Campaign.Id == campaign)), page.FindIndex(slot => slot.Creative?.Campaign.Id == campaign));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Pages).WithReplay(20_261_122, 1_234_567));
        Assert.True(roadblocks > Pages / 10, $"{roadblocks} slots of {Pages} pages followed");
    }

    private static List<Filled> Fill(AnySlotParts[] slots, double[] draws)
    {
        var page = new List<Filled>();
        foreach (var (parts, draw) in slots.Zip(draws))
        {
            var slot = new AnySlot(parts with
            {
                Current = null,
                OnPage = [.. page.Where(other => other.Creative is not null).Select(other => new Shown(other.Creative!.Id, other.Creative.Campaign))],
                Leads = Companions(page),
                Taken = [.. page.SelectMany(other => other.Slot.Parts.Linked).Select(creative => creative.Campaign.Id).Distinct()],
            });
            page.Add(new(slot, slot.Choose(draw).Creative));
        }
        return page;
    }

    private static string[] Companions(IEnumerable<Filled> page) =>
        [.. page.Select(slot => slot.Creative?.Campaign).OfType<Campaign>().Where(campaign => campaign.Companion).Select(campaign => campaign.Id).Distinct()];
}
