using CometAdTag.Rotation.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class ViewerHistoryPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000);

    [Fact]
    public void Merging_is_the_same_in_any_order_and_any_number_of_times() =>
        Prop.ForAll(Arb.From(Gen.Three(ViewerSample.Histories)), three =>
        {
            var (a, b, c) = three;
            Assert.Equal(a, a.Merge(a));
            Assert.Equal(Nameless(a.Merge(b)), Nameless(b.Merge(a)));
            Assert.Equal(Nameless(a.Merge(b).Merge(c)), Nameless(a.Merge(b.Merge(c))));
            Assert.Equal(Nameless(a.Merge(b)), Nameless(a.Merge(b).Merge(a)));
        }).Check(Many);

    [Fact]
    public void Merging_forgets_no_total() =>
        Prop.ForAll(Arb.From(Gen.Two(ViewerSample.Histories)), two =>
        {
            var merged = two.Item1.Merge(two.Item2);
            foreach (var count in two.Item1.Counts.Concat(two.Item2.Counts))
            {
                var kept = merged.Counts.Single(each => (each.Level, each.Id) == (count.Level, count.Id));
                Assert.Equal(kept.Total, kept.Total.Max(count.Total));
                Assert.True(kept.LastAt >= count.LastAt);
            }
        }).Check(Many);

    [Fact]
    public void A_history_is_capped_exactly_when_a_browser_with_Revives_own_cookies_is() =>
        Prop.ForAll(Arb.From(ViewerSample.Steps(1, 20, 60, 61, 300, 601, 1_700, 2_700, 3_601, 2 * 86_400)), steps =>
        {
            var (history, browser, at) = (ViewerHistory.Empty, new ReviveCaps(), ViewerSample.Now);
            foreach (var (use, apart) in steps)
            {
                at = at.AddSeconds(apart);
                if (apart > ViewerHistory.SessionEnd) browser.SessionOver();
                Assert.Equal(browser.IsCapped(use, at.ToUnixTimeSeconds()), ReviveCaps.IsCapped(history, use, at));
                // Shown even where it is capped: another tab may have asked for it just before
                history = history.With([use], at);
                browser.Impression(use, at.ToUnixTimeSeconds());
            }
        }).Check(Many);

    [Fact]
    public void What_is_shown_only_while_it_is_not_capped_is_shown_so_often_and_no_more() =>
        Prop.ForAll(Arb.From(Gen.Choose(1, 9)), cap =>
        {
            var (use, history, shown) = (ViewerSample.Use("1", total: cap), ViewerHistory.Empty, 0);
            for (var at = ViewerSample.Now; at < ViewerSample.Now.AddHours(12); at = at.AddMinutes(20))
            {
                if (ReviveCaps.IsCapped(history, use, at)) continue;
                history = history.With([use], at);
                shown++;
            }
            Assert.Equal(cap, shown);
        }).QuickCheckThrowOnFailure();

    private static ViewerHistory Nameless(ViewerHistory history) => history with { ViewerId = null };
}
