using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Rotation.Tests.Delivery;

namespace CometAdTag.Rotation.Tests.Pacing;

public sealed class GoalTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly Campaign Ten = Sample.Campaign("ten") with { BookedImpressions = 10 };

    private readonly Pacer pacer = new();

    [Fact]
    public void A_goal_is_reserved_to_its_last_impression_and_no_further()
    {
        var goal = Follow(Ten with { DeliveredImpressions = 7 });
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => goal.TryReserve()));
        Assert.True(goal.IsReached);
        goal.GiveBack();
        Assert.False(goal.IsReached);
        Assert.True(goal.TryReserve());
    }

    [Fact]
    public void What_was_rendered_is_not_given_back()
    {
        var goal = Follow(Ten with { DeliveredImpressions = 8 });
        Assert.True(goal.TryReserve());
        goal.Book(wasReserved: true);
        Assert.True(goal.TryReserve());
        goal.Book(wasReserved: true);
        Assert.Equal(0, goal.Reserved);
        Assert.False(goal.TryReserve());
    }

    [Fact]
    public void What_renders_after_it_was_given_back_counts_too()
    {
        var goal = Follow(Ten with { DeliveredImpressions = 8 });
        Assert.True(goal.TryReserve());
        goal.GiveBack();
        goal.Book(wasReserved: false);
        Assert.True(goal.TryReserve());
        Assert.False(goal.TryReserve());
    }

    [Fact]
    public void What_was_rendered_here_is_counted_once_before_and_after_the_ad_server_contains_it()
    {
        var goal = Follow(Ten);
        for (var i = 0; i < 6; i++) Render(goal);
        Assert.Equal(6, Delivered());
        Follow(Ten with { DeliveredImpressions = 3 }, own: 6);
        Assert.Equal(9, Delivered());
        Follow(Ten with { DeliveredImpressions = 9 });
        Assert.Equal(9, Delivered());
        Assert.True(goal.TryReserve());
        Assert.False(goal.TryReserve());
    }

    [Fact]
    public void A_restart_goes_on_with_what_the_ledger_has()
    {
        var goal = Follow(Ten with { DeliveredImpressions = 3 }, own: 6);
        Assert.True(goal.TryReserve());
        Assert.False(goal.TryReserve());
    }

    [Fact]
    public void A_goal_that_is_raised_opens_and_one_that_is_lowered_closes()
    {
        var goal = Follow(Ten with { DeliveredImpressions = 10 });
        Assert.True(goal.IsReached);
        Follow(Ten with { BookedImpressions = 11, DeliveredImpressions = 10 });
        Assert.False(goal.IsReached);
        Follow(Ten with { BookedImpressions = 9, DeliveredImpressions = 10 });
        Assert.True(goal.IsReached);
    }

    [Fact]
    public void Booked_clicks_end_it()
    {
        var goal = Follow(Sample.Campaign("ten") with { BookedClicks = 3, DeliveredClicks = 1 });
        goal.Click();
        Assert.False(goal.IsReached);
        goal.Click();
        Assert.True(goal.IsReached);
    }

    [Fact]
    public void A_daily_goal_begins_anew_at_midnight_of_the_ad_server()
    {
        var evening = new DateTimeOffset(2026, 11, 1, 22, 59, 59, TimeSpan.Zero);
        var goal = Follow(Sample.Campaign("ten") with { DailyImpressions = 2, DeliveredImpressions = 500 }, now: evening);
        Render(goal);
        Render(goal);
        pacer.Steer(evening);
        Assert.True(goal.IsReached);
        pacer.Steer(evening.AddSeconds(1));
        Assert.False(goal.IsReached);
    }

    [Fact]
    public void Of_a_daily_goal_the_ledger_says_what_was_done_today_and_notes_what_was_done_before()
    {
        var daily = Sample.Campaign("ten") with { DailyImpressions = 100, DeliveredImpressions = 500 };
        pacer.Follow(Snapshot(daily), _ => new(0, 0, Today: 30, null), Sample.Now);
        Assert.Equal(30, pacer.Report("ten", Sample.Now)!.Today);
        var other = new Pacer();
        other.Follow(Snapshot(daily), _ => new(0, 0, Today: 30, BeforeToday: 420), Sample.Now);
        Assert.Equal(80, other.Report("ten", Sample.Now)!.Today);
    }

    [Fact]
    public void The_deliveries_of_other_nodes_since_the_last_pull_are_guessed_from_the_share_of_this_one()
    {
        var campaign = Ten with { BookedImpressions = 10_000 };
        var goal = Follow(campaign);
        for (var i = 0; i < 100; i++) Render(goal);
        Follow(campaign with { DeliveredImpressions = 400 }, now: Sample.Now.AddMinutes(1));
        Assert.Equal(400, Delivered());
        for (var i = 0; i < 50; i++) Render(goal);
        Assert.InRange(Delivered(), 595, 600);
    }

    [Fact]
    public void Threads_that_reserve_book_and_give_back_at_once_never_pass_the_goal()
    {
        var goal = Follow(Ten with { BookedImpressions = 20_000 });
        var rendered = 0;
        Parallel.For(0, 60_000, new() { MaxDegreeOfParallelism = 4 }, i =>
        {
            if (!goal.TryReserve()) return;
            if (i % 3 == 0)
            {
                goal.GiveBack();
                return;
            }
            goal.Book(wasReserved: true);
            Interlocked.Increment(ref rendered);
        });
        Assert.Equal(20_000, rendered);
        Assert.True(goal.IsReached);
        Assert.Equal(0, goal.Reserved);
    }

    [Fact]
    public void Nothing_is_chosen_once_its_goal_is_reserved()
    {
        var campaign = Ten with { BookedImpressions = 1 };
        var goal = Follow(campaign);
        var snapshot = Sample.Snapshot(Sample.Creative("a", campaign));
        var request = new SlotRequest { Zone = Sample.Zone, Goals = pacer.Goals };
        Assert.Equal("a", Selector.Choose(snapshot, request, Sample.Now, 0).Creative!.Id);
        Assert.True(goal.TryReserve());
        Assert.Equal(PassbackReason.GoalReached, Selector.Choose(snapshot, request, Sample.Now, 0).Reason);
    }

    private static void Render(Goal goal)
    {
        Assert.True(goal.TryReserve());
        goal.Book(wasReserved: true);
    }

    private long Delivered() => pacer.Report("ten", Sample.Now)!.Delivered;

    private Goal Follow(Campaign campaign, long own = 0, DateTimeOffset? now = null) =>
        pacer.Follow(Snapshot(campaign), _ => new(own, 0, 0, null), now ?? Sample.Now).Of(campaign)!;

    private static Snapshot Snapshot(Campaign campaign) => new(Sample.Now, Paris)
    {
        Campaigns = new Dictionary<string, Campaign> { [campaign.Id] = campaign }.ToFrozenDictionary(),
    };
}
