using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Tests.Delivery.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>Slots that ask: of six campaigns and up to twelve creatives, now and then 140, most are eligible, and each reason why not comes now and then.</summary>
internal static class AnySlots
{
    private const int Count = 6;

    private static readonly Tier[][] Tiers =
    [
        [Tier.Override], [Tier.Contract], [Tier.Contract], [Tier.Remnant], [Tier.Ecpm],
        [Tier.Contract, Tier.Remnant], [Tier.Contract, Tier.Ecpm], [Tier.Remnant, Tier.Ecpm], Enum.GetValues<Tier>(),
    ];

    private static readonly DateTimeOffset Now = Sample.Now;

    private static readonly Gen<Flight> Flights = Gen.Frequency(
        (20, Gen.Elements(default, new Flight(Now.AddDays(-1), Now.AddDays(1)), new(null, Now.AddDays(1)))),
        (1, Gen.Elements(new Flight(Now, null), new(Now.AddTicks(1), null), new(null, Now), new(null, Now.AddTicks(1)))));

    private static readonly Gen<RunStatus> Statuses = Mostly(RunStatus.Running, RunStatus.Paused, RunStatus.Awaiting, RunStatus.Expired, RunStatus.Inactive);

    private static readonly Gen<FrequencyCap> Caps = Mostly<FrequencyCap>(default, new(1, 0, 0), new(2, 0, 60), new(0, 1, 0), new(0, 0, 60), new(0, 0, 1_000));

    private static readonly Gen<int> Weights = Gen.Frequency((1, Gen.Constant(0)), (20, Gen.Choose(1, 5)));

    /// <summary>Rows on the page's source, which is a, b or c.</summary>
    private static readonly Gen<ImmutableArray<DeliveryRule>> Rules = Gen.Frequency((6, Gen.Constant(ImmutableArray<DeliveryRule>.Empty)), (1,
        from rows in Gen.Choose(1, 3)
        from logical in Gen.Elements("and", "or").ArrayOf(rows)
        from comparison in Gen.Elements("==", "!=", "!=").ArrayOf(rows)
        from data in Gen.Elements("a", "b", "c").ArrayOf(rows)
        select Enumerable.Range(0, rows).Select(row => Ruled.Row("Site:Source", comparison[row], data[row], logical[row])).ToImmutableArray()));

    public static Gen<AnySlot> All =>
        from campaigns in Campaigns
        from parts in PartsOf(campaigns)
        select new AnySlot(parts);

    /// <summary>Four slots of one page, of the same campaigns; what each shows and may show is left to whoever fills them.</summary>
    public static Gen<AnySlotParts[]> Pages =>
        from campaigns in Campaigns
        from slots in PartsOf(campaigns).ArrayOf(4)
        select slots.Select((slot, i) => slot with { Linked = [.. slot.Linked.Select(creative => creative with { Id = $"{i}{creative.Id}" })] }).ToArray();

    public static Gen<double> Draws => Gen.OneOf(Gen.Choose(0, 999_999).Select(draw => draw / 1e6), Gen.Elements(0, 0.5, Math.BitDecrement(0.9), 0.9, Math.BitDecrement(1.0)));

    private static Gen<AnySlotParts> PartsOf(Campaign[] campaigns) =>
        from linked in Creatives(campaigns)
        from zone in Zones
        from width in Mostly(0, 300, 299)
        from height in Mostly(0, 250, 249)
        from source in Gen.Elements("a", "b", "c")
        from wants in Gen.Elements(0, 0.1, 0.3, 0.5, 0.8, 1.5).ArrayOf(Count)
        from isPaced in OneIn(2)
        from seen in Gen.Zip(Gen.Choose(0, 11), Gen.Elements(1, 30, 60, 61, 999, 1_001, 1_790, 1_870, 5_000, 90_000)).ArrayOf(6)
        from hasHistory in OneIn(2)
        from others in Others(campaigns, linked)
        from roadblock in Roadblocks(campaigns)
        select new AnySlotParts(campaigns, linked, zone)
        {
            Width = width,
            Height = height,
            Source = source,
            Wants = isPaced ? wants : null,
            Seen = hasHistory ? [.. seen.Select(each => (each.Item1, each.Item2))] : null,
            Current = others.Current,
            OnPage = others.OnPage,
            Leads = roadblock.Leads,
            Taken = roadblock.Taken,
        };

    private static Gen<Campaign[]> Campaigns =>
        from tiers in Gen.Elements(Tiers)
        from campaigns in CampaignOf(tiers).ArrayOf(Count)
        select campaigns.Select((campaign, i) => campaign with { Id = Id(i), Ordinal = i }).ToArray();

    private static Gen<Campaign> CampaignOf(Tier[] tiers) =>
        from tier in Gen.Elements(tiers)
        from priority in Gen.Choose(1, 2)
        from weight in Weights
        from ecpm in Gen.Elements<decimal?>(null, 0m, 0.5m, 2.5m, 2.5m)
        from status in Statuses
        from flight in Flights
        from cap in Caps
        from advertiser in Gen.Elements("", "", "A", "B", "C")
        from isExclusive in OneIn(8)
        from isCompanion in OneIn(4)
        from goal in Gen.Choose(0, 29)
        select new Campaign("", advertiser, "", tier, tier == Tier.Contract ? priority : 0, weight, status, flight)
        {
            Ecpm = ecpm,
            Cap = cap,
            Exclusive = isExclusive,
            Companion = isCompanion,
            BookedImpressions = goal < 24 ? 10 : null,
            DeliveredImpressions = goal == 0 ? 10 : 4,
            BookedClicks = goal is > 0 and < 4 ? 3 : null,
            DeliveredClicks = goal == 1 ? 4 : 2,
        };

    private static Gen<Creative[]> Creatives(Campaign[] campaigns) =>
        from count in Gen.Frequency((1, Gen.Choose(0, 3)), (9, Gen.Choose(4, 12)), (1, Gen.Choose(60, 140)))
        from owners in Gen.Choose(0, Count - 1).ArrayOf(count)
        from weights in Weights.ArrayOf(count)
        from sizes in Mostly((300, 250), (728, 250), (300, 600), (728, 90)).ArrayOf(count)
        from statuses in Statuses.ArrayOf(count)
        from caps in Caps.ArrayOf(count)
        from rules in Rules.ArrayOf(count)
        from isWithdrawn in OneIn(20).ArrayOf(count)
        select Enumerable.Range(0, count).Select(i => Sample.Creative(Id(i), campaigns[owners[i]], weights[i]) with
        {
            Width = sizes[i].Item1,
            Height = sizes[i].Item2,
            Status = statuses[i],
            Cap = caps[i],
            Rules = rules[i],
            Withdrawn = isWithdrawn[i],
        }).ToArray();

    private static Gen<Zone> Zones =>
        from width in Mostly(300, -1)
        from height in Mostly(250, -1)
        from cap in Caps
        select Sample.Zone with { Width = width, Height = height, Cap = cap };

    /// <summary>What this slot shows, and what others show: linked here or elsewhere, of a campaign that is known or is not; now and then most of what is linked.</summary>
    private static Gen<(string? Current, Shown[] OnPage)> Others(Campaign[] campaigns, Creative[] linked) =>
        from current in Gen.Choose(-12, 11)
        from count in Gen.Frequency((4, Gen.Constant(0)), (2, Gen.Choose(1, 3)), (1, Gen.Constant(24)))
        from creatives in Gen.Choose(0, 13).ArrayOf(count)
        from elsewhere in Gen.Elements([null, .. campaigns]).ArrayOf(count)
        select (current < 0 ? null : Id(current),
            creatives.Select((at, i) => at < linked.Length ? new Shown(linked[at].Id, linked[at].Campaign) : new Shown($"b{at}", elsewhere[i])).ToArray());

    /// <summary>Companion campaigns that lead the page (or one that is not here), and those that may not begin.</summary>
    private static Gen<(string[] Leads, string[] Taken)> Roadblocks(Campaign[] campaigns) =>
        from hasBegun in OneIn(3)
        from leads in Gen.SubListOf(campaigns.Where(campaign => campaign.Companion).Select(campaign => campaign.Id).Append("other"))
        from taken in Gen.SubListOf(campaigns.Select(campaign => campaign.Id))
        select (hasBegun ? leads.ToArray() : [], taken.ToArray());

    /// <summary>Of each two the usual hash, of 31s, is the same; campaigns and creatives have the same ones.</summary>
    private static string Id(int i) => $"{(i % 2 == 0 ? "Aa" : "BB")}{i / 2:d2}";

    private static Gen<bool> OneIn(int times) => Gen.Choose(1, times).Select(each => each == 1);

    private static Gen<T> Mostly<T>(T usual, params T[] others) => Gen.Frequency((20, Gen.Constant(usual)), (1, Gen.Elements(others)));
}
