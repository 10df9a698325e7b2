using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class CapPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Fact]
    public void What_is_shown_only_where_no_cap_bars_it_is_shown_exactly_when_Revive_would() =>
        Prop.ForAll(Arb.From(ViewerSample.Steps(1, 20, 60, 61, 300, 601, 1_700, 2_700, 3_601, 2 * 86_400)), steps =>
        {
            var (history, browser, at, shownAt) = (ViewerHistory.Empty, new ReviveCaps(), ViewerSample.Now, ViewerSample.Now);
            foreach (var (use, apart) in steps)
            {
                at = at.AddSeconds(apart);
                // The browser is closed when our session is over, that is so long after the last impression: what is barred is none
                if ((at - shownAt).TotalSeconds > ViewerHistory.SessionEnd) browser.SessionOver();
                var isCapped = browser.IsCapped(use, at.ToUnixTimeSeconds());
                Assert.Equal(isCapped, IsCapped(history, use, at));
                if (isCapped) continue;
                shownAt = at;
                history = history.With([use], at);
                browser.Impression(use, at.ToUnixTimeSeconds());
            }
        }).Check(Many);

    [Fact]
    public void Whatever_order_the_receipts_of_several_creatives_come_in_none_is_shown_above_its_cap() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 4).ListOf(40)), Arb.From(Gen.Choose(1, 4)), (order, cap) =>
        {
            var (history, at) = (ViewerHistory.Empty, ViewerSample.Now);
            var (zone, campaign) = (Sample.Zone with { Cap = new(3 * cap, 0, 0) }, Sample.Campaign("c") with { Cap = new(2 * cap, 0, 0) });
            var renders = new int[5];
            foreach (var which in order)
            {
                var creative = Sample.Creative($"{which}", campaign) with { Cap = new(cap, 0, 0) };
                if (which == 4) creative = creative with { Campaign = Sample.Campaign("other") };
                at = at.AddSeconds(1);
                if (Eligibility.Refusal(creative, 0, new SlotRequest { Zone = zone, History = history }, at) is not null) continue;
                renders[which]++;
                history = history.With(CapUse.Of(zone, creative), at);
            }
            Assert.All(renders, each => Assert.InRange(each, 0, cap));
            Assert.InRange(renders[..4].Sum(), 0, 2 * cap);
            Assert.InRange(renders.Sum(), 0, 3 * cap);
        }).Check(Many);

    [Fact]
    public void Reports_that_come_late_and_together_never_open_a_cap_without_seconds_again() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 5)), Arb.From(Gen.Choose(0, 12)), (cap, late) =>
        {
            var use = ViewerSample.Use("1", total: cap);
            var history = ViewerHistory.Empty.Shown(use, cap + late, TimeSpan.FromMinutes(1));
            Assert.True(IsCapped(history, use, ViewerSample.Now.AddHours(1)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_bars_a_viewer_in_two_tabs_bars_them_in_both_together() =>
        Prop.ForAll(Arb.From(Gen.Three(ViewerSample.Steps(1, 20, 60))), tabs =>
        {
            var (start, at) = Grow(ViewerHistory.Empty, tabs.Item1, ViewerSample.Now);
            var ((one, oneAt), (two, twoAt)) = (Grow(start, tabs.Item2, at), Grow(start, tabs.Item3, at));
            var now = oneAt > twoAt ? oneAt : twoAt;
            var both = one.Merge(two);
            foreach (var (use, _) in tabs.Item1.Concat(tabs.Item2).Concat(tabs.Item3))
                if (IsCapped(one, use, now) && IsCapped(two, use, now)) Assert.True(IsCapped(both, use, now), $"{use} in {one} and {two}");
        }).Check(Many);

    /// <summary>Shows what no cap bars.</summary>
    private static (ViewerHistory, DateTimeOffset) Grow(ViewerHistory history, List<(CapUse Use, int Apart)> steps, DateTimeOffset at)
    {
        foreach (var (use, apart) in steps)
        {
            at = at.AddSeconds(apart);
            if (!IsCapped(history, use, at)) history = history.With([use], at);
        }
        return (history, at);
    }

    private static bool IsCapped(ViewerHistory history, CapUse use, DateTimeOffset now) => history.IsCapped(use.Level, use.Id, use.Cap, now);
}
