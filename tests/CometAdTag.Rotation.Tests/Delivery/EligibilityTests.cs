using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class EligibilityTests
{
    private static readonly Campaign Campaign = Sample.Campaign("c");
    private static readonly Creative Creative = Sample.Creative("a", Campaign);
    private static readonly DeliveryRule Rule = new("and", "Site:Source", "==", "x");
    private static readonly FrequencyCap Cap = new(0, 1, 0);

    private static PassbackReason? Refusal(Creative creative, Zone? zone = null, int width = 0, int height = 0, params ulong[] passed) =>
        Eligibility.Refusal(creative, 0, new SlotRequest { Zone = zone ?? Sample.Zone, Width = width, Height = height, PassedRules = passed }, Sample.Now);

    [Fact]
    public void A_running_creative_in_flight_that_fits_is_eligible() => Assert.Null(Refusal(Creative));

    [Theory]
    [InlineData(RunStatus.Paused), InlineData(RunStatus.Awaiting), InlineData(RunStatus.Expired), InlineData(RunStatus.Inactive)]
    public void Only_a_running_creative_of_a_running_campaign_is_eligible(RunStatus status)
    {
        Assert.Equal(PassbackReason.NoneRunning, Refusal(Creative with { Status = status }));
        Assert.Equal(PassbackReason.NoneRunning, Refusal(Creative with { Campaign = Campaign with { Status = status } }));
    }

    [Theory]
    [InlineData(Tier.Override, PassbackReason.NoneRunning), InlineData(Tier.Remnant, PassbackReason.NoneRunning)]
    [InlineData(Tier.Ecpm, PassbackReason.NoneRunning), InlineData(Tier.Contract, null)]
    public void A_campaign_of_weight_0_does_not_run_but_a_contract_does(Tier tier, PassbackReason? reason) =>
        Assert.Equal(reason, Refusal(Creative with { Campaign = Campaign with { Tier = tier, Weight = 0 } }));

    [Fact]
    public void A_creative_of_weight_0_does_not_run() => Assert.Equal(PassbackReason.NoneRunning, Refusal(Creative with { Weight = 0 }));

    [Theory]
    [InlineData(-2, -1, PassbackReason.OutOfFlight), InlineData(1, 2, PassbackReason.OutOfFlight), InlineData(-1, 0, PassbackReason.OutOfFlight)]
    [InlineData(0, 1, null), InlineData(-1, 1, null), InlineData(null, 1, null), InlineData(-1, null, null)]
    public void A_campaign_runs_from_its_start_until_before_its_end(int? start, int? end, PassbackReason? reason) => Assert.Equal(
        reason, Refusal(Creative with { Campaign = Campaign with { Flight = new(Hours(start), Hours(end)) } }));

    [Theory]
    [InlineData(300, 250, null), InlineData(-1, 250, null), InlineData(300, -1, null), InlineData(-1, -1, null)]
    [InlineData(301, 250, PassbackReason.Size), InlineData(300, 251, PassbackReason.Size), InlineData(-1, 251, PassbackReason.Size)]
    public void A_creative_has_the_size_of_the_zone_where_the_zone_has_one(int width, int height, PassbackReason? reason) =>
        Assert.Equal(reason, Refusal(Creative, Sample.Zone with { Width = width, Height = height }));

    [Theory]
    [InlineData(0, 0, null), InlineData(300, 250, null), InlineData(400, 0, null), InlineData(299, 250, PassbackReason.TooSmall)]
    [InlineData(300, 249, PassbackReason.TooSmall), InlineData(0, 249, PassbackReason.TooSmall), InlineData(299, 0, PassbackReason.TooSmall)]
    public void A_creative_is_never_larger_than_the_slot(int width, int height, PassbackReason? reason) =>
        Assert.Equal(reason, Refusal(Creative, width: width, height: height));

    [Fact]
    public void A_creative_with_delivery_rules_is_shown_only_where_the_page_passes_them()
    {
        Assert.Null(Refusal(Creative with { Rules = [Rule] }, passed: 1));
        Assert.Equal(PassbackReason.Rules, Refusal(Creative with { Rules = [Rule] }, passed: ~1UL));
        Assert.Equal(PassbackReason.Rules, Refusal(Creative with { Rules = [Rule] }));
    }

    [Fact]
    public void A_cap_of_creative_campaign_or_zone_bars_who_has_seen_it_so_often()
    {
        Assert.Equal(PassbackReason.Capped, RefusalAfterOne(Creative with { Cap = Cap }, Sample.Zone));
        Assert.Equal(PassbackReason.Capped, RefusalAfterOne(Creative with { Campaign = Campaign with { Cap = Cap } }, Sample.Zone));
        Assert.Equal(PassbackReason.Capped, RefusalAfterOne(Creative, Sample.Zone with { Cap = Cap }));
        Assert.Null(RefusalAfterOne(Creative, Sample.Zone));
    }

    [Fact]
    public void Who_has_seen_nothing_yet_sees_what_has_a_cap() => Assert.Null(Refusal(Creative with { Cap = Cap }, Sample.Zone with { Cap = Cap }));

    [Fact]
    public void A_cap_of_the_zone_bars_every_creative_of_the_zone()
    {
        var zone = Sample.Zone with { Cap = Cap };
        var seen = ViewerHistory.Empty.With(CapUse.Of(zone, Creative), Sample.Now);
        var decision = Selector.Choose(Sample.Snapshot(Creative, Sample.Creative("b")), new SlotRequest { Zone = zone, History = seen }, Sample.Now, 0.5);
        Assert.Equal(PassbackReason.Capped, decision.Reason);
    }

    [Fact]
    public void An_impression_falls_under_the_caps_that_there_are()
    {
        Assert.Empty(CapUse.Of(Sample.Zone, Creative));
        var capped = Creative with { Cap = Cap, Campaign = Campaign with { Cap = Cap } };
        Assert.Equal<CapUse>([new(CapLevel.Creative, "a", Cap), new(CapLevel.Campaign, "c", Cap)], CapUse.Of(Sample.Zone, capped).ToArray());
        Assert.Equal<CapUse>([new(CapLevel.Zone, "1", Cap)], CapUse.Of(Sample.Zone with { Cap = Cap }, Creative).ToArray());
    }

    private static PassbackReason? RefusalAfterOne(Creative creative, Zone zone) => Eligibility.Refusal(
        creative, 0, new SlotRequest { Zone = zone, History = ViewerHistory.Empty.With(CapUse.Of(zone, creative), Sample.Now) }, Sample.Now);

    [Theory]
    [InlineData(99L, 0L, null), InlineData(100L, 0L, PassbackReason.GoalReached), InlineData(101L, 0L, PassbackReason.GoalReached)]
    [InlineData(0L, 4L, null), InlineData(0L, 5L, PassbackReason.GoalReached)]
    public void A_campaign_ends_when_it_delivered_what_was_booked(long impressions, long clicks, PassbackReason? reason) => Assert.Equal(reason, Refusal(
        Creative with { Campaign = Campaign with { BookedImpressions = 100, BookedClicks = 5, DeliveredImpressions = impressions, DeliveredClicks = clicks } }));

    [Theory]
    [InlineData(true, false, "A", "A", PassbackReason.OnPage), InlineData(false, true, "A", "A", PassbackReason.OnPage), InlineData(false, false, "A", "A", null)]
    [InlineData(true, true, "A", "B", null), InlineData(true, true, "", "", null)]
    public void An_exclusive_campaign_stands_beside_no_other_creative_of_its_advertiser(bool one, bool other, string advertiser, string otherAdvertiser, PassbackReason? reason)
    {
        Shown[] onPage = [new("b", Campaign with { Id = "d", Exclusive = other, Advertiser = otherAdvertiser })];
        var creative = Creative with { Campaign = Campaign with { Exclusive = one, Advertiser = advertiser } };
        Assert.Equal(reason, Eligibility.Refusal(creative, 0, new SlotRequest { Zone = Sample.Zone, OnPage = onPage }, Sample.Now));
    }

    [Theory]
    [InlineData("", "", null), InlineData("c", "", null), InlineData("", "c", PassbackReason.OnPage), InlineData("c", "c", null)]
    [InlineData("d", "", null), InlineData("d", "c", PassbackReason.OnPage)]
    public void A_companion_campaign_that_does_not_lead_cannot_begin_where_an_earlier_slot_decided(string lead, string taken, PassbackReason? reason)
    {
        Assert.Equal(reason, Refusal(Campaign with { Companion = true }));
        Assert.Null(Refusal(Campaign));

        PassbackReason? Refusal(Campaign campaign) => Eligibility.Refusal(
            Creative with { Campaign = campaign }, 0, new SlotRequest { Zone = Sample.Zone, Leads = new[] { lead }, Taken = new[] { taken } }, Sample.Now);
    }

    [Theory]
    [InlineData(RunStatus.Running, true), InlineData(RunStatus.Expired, true), InlineData(RunStatus.Paused, false)]
    [InlineData(RunStatus.Awaiting, false), InlineData(RunStatus.Inactive, false)]
    public void What_is_paused_may_not_stay_and_what_is_over_may(RunStatus status, bool stays)
    {
        Assert.Equal(stays, Eligibility.MayStay(Creative with { Status = status }, Sample.Zone));
        Assert.Equal(stays, Eligibility.MayStay(Creative with { Campaign = Campaign with { Status = status } }, Sample.Zone));
    }

    [Fact]
    public void A_weight_takes_nothing_off_but_a_withdrawal_another_size_and_a_lost_link_do()
    {
        Assert.True(Eligibility.MayStay(Creative with { Weight = 0, Campaign = Campaign with { Weight = 0 } }, Sample.Zone));
        Assert.False(Eligibility.MayStay(Creative with { Withdrawn = true }, Sample.Zone));
        Assert.False(Eligibility.MayStay(Creative, Sample.Zone with { Width = 301 }));
        Assert.True(Eligibility.MayStay(Sample.Snapshot(Creative), Sample.Zone, Creative.Id));
        Assert.False(Eligibility.MayStay(Sample.Snapshot(), Sample.Zone, Creative.Id));
    }

    private static DateTimeOffset? Hours(int? from) => from is { } hours ? Sample.Now.AddHours(hours) : null;
}
