using CometAdTag.Rotation.Delivery;
using static CometAdTag.Rotation.Tests.Delivery.ViewerSample;

namespace CometAdTag.Rotation.Tests.Delivery;

public sealed class ViewerHistoryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Impressions_are_counted_in_total_and_in_the_session_each_where_it_is_capped()
    {
        var history = ViewerHistory.Empty.Shown(Use("1", total: 9), 3, Minute).Shown(Use("2", session: 9), 2, Minute).Shown(Use("3", seconds: 60), 2, Minute);
        Assert.Equal((3, 0), (history.Count("1").Total.Count, history.Count("1").Session.Count));
        Assert.Equal((0, 2), (history.Count("2").Total.Count, history.Count("2").Session.Count));
        Assert.Equal((0, 0, (Now + Minute).ToUnixTimeSeconds()), (history.Count("3").Total.Count, history.Count("3").Session.Count, history.Count("3").LastAt));
    }

    [Fact]
    public void An_impression_without_caps_changes_nothing()
    {
        Assert.Same(ViewerHistory.Empty, ViewerHistory.Empty.With([], Now));
        Assert.Same(ViewerHistory.Empty, ViewerHistory.Empty.With([Use("1")], Now));
        var history = ViewerHistory.Empty.Shown(Use("1", total: 3), 1, Minute);
        Assert.Same(history, history.With([], Now + (10 * Minute)));
    }

    [Fact]
    public void A_session_is_over_30_minutes_after_its_last_impression_of_whatever_it_was()
    {
        var history = ViewerHistory.Empty.Shown(Use("1", total: 9, session: 9), 2, Minute);
        var goingOn = history.With([], Now + (29 * Minute)).With([], Now + (55 * Minute));
        Assert.Equal(3, goingOn.With([Use("1", total: 9, session: 9)], Now + (80 * Minute)).Count("1").Session.Count);
        var next = history.With([Use("1", total: 9, session: 9)], Now + (80 * Minute));
        Assert.Equal((1, 3), (next.Count("1").Session.Count, next.Count("1").Total.Count));
    }

    [Fact]
    public void An_impression_without_caps_changes_a_session_at_most_once_a_minute()
    {
        var history = ViewerHistory.Empty.Shown(Use("1", session: 9), 1, Minute);
        Assert.Same(history, history.With([], Now.AddSeconds(59)));
        Assert.NotEqual(history, history.With([], Now.AddSeconds(60)));
    }

    [Fact]
    public void The_oldest_of_more_than_64_is_forgotten()
    {
        var history = ViewerHistory.Empty;
        for (var i = 0; i < 70; i++) history = history.With([Use($"{i}", total: 3)], Now.AddSeconds(i));
        Assert.Equal(Enumerable.Range(6, 64).Select(i => $"{i}"), history.Counts.Select(count => count.Id));
    }

    [Fact]
    public void What_was_last_seen_30_days_ago_is_forgotten()
    {
        var history = ViewerHistory.Empty.Shown(Use("1", total: 3), 1, Minute);
        Assert.Same(history, history.At(Now.AddDays(30)));
        Assert.Empty(history.At(Now.AddDays(30).AddSeconds(1)).Counts);
    }

    [Fact]
    public void A_copy_in_which_counting_began_anew_wins_over_one_that_had_reached_the_cap()
    {
        var use = Use("1", total: 3, seconds: 60);
        var full = ViewerHistory.Empty.Shown(use, 3, Minute);
        var anew = full.With([use], Now + (10 * Minute));
        Assert.Equal(1, anew.Count("1").Total.Count);
        Assert.Equal(anew, full.Merge(anew));
        Assert.Equal(anew, anew.Merge(full));
    }

    [Fact]
    public void A_copy_of_an_earlier_session_adds_nothing_to_a_later_one()
    {
        var use = Use("1", total: 9, session: 9);
        var earlier = ViewerHistory.Empty.Shown(use, 4, Minute);
        var later = earlier.With([use], Now.AddHours(2));
        Assert.Equal((1, 5), (later.Merge(earlier).Count("1").Session.Count, later.Merge(earlier).Count("1").Total.Count));
        Assert.Equal(later, earlier.Merge(later));
    }

    [Fact]
    public void Two_tabs_that_count_the_same_thing_have_seen_it_as_often_as_the_one_that_saw_more()
    {
        var use = Use("1", total: 9, session: 9);
        var both = ViewerHistory.Empty.Shown(use, 2, Minute);
        var (one, other) = (both.With([use], Now + (3 * Minute)), both.With([use], Now + (4 * Minute)).With([use], Now + (5 * Minute)));
        Assert.Equal(other, one.Merge(other));
    }

    [Theory]
    [InlineData(""), InlineData("é"), InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void What_cannot_be_a_viewer_id_is_none(string text) => Assert.Null((ViewerHistory.Empty with { ViewerId = text }).ViewerId);
}
