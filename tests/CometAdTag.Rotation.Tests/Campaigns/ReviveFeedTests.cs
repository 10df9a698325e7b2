using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Campaigns;

/// <summary>The feed that the plugin for Revive writes: its own tests hold it against the same sample.</summary>
public sealed class ReviveFeedTests
{
    private static readonly FeedReading Reading =
        CampaignFeed.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "revive-plugin", "feed.sample.json")));

    private static Snapshot Feed => Reading.Snapshot!;

    [Fact]
    public void A_feed_of_the_plugin_has_no_errors() => Assert.Empty(Reading.Errors);

    [Fact]
    public void Revives_goals_caps_and_flags_arrive()
    {
        var (spring, paid) = (Feed.Campaigns["1"], Feed.Campaigns["2"]);
        Assert.Equal((Tier.Contract, 5, RunStatus.Running, 100000L, 500L, 240L), (spring.Tier, spring.Priority, spring.Status, spring.BookedImpressions, spring.BookedClicks, spring.DailyImpressions));
        Assert.Equal((12L, 0L, new FrequencyCap(3, 2, 60)), (spring.DeliveredImpressions, spring.DeliveredClicks, spring.Cap));
        Assert.True(spring is { ShowCapped: true, Companion: true, Exclusive: true });
        Assert.Equal(DateTimeOffset.Parse("2026-12-31T23:00:00Z"), spring.Flight.End);
        Assert.Equal((Tier.Ecpm, RunStatus.Paused, 2.5m), (paid.Tier, paid.Status, paid.Ecpm));
    }

    [Fact]
    public void Revives_images_html_rules_and_links_arrive()
    {
        var (tulips, roses) = (Feed.Creatives["5"], Feed.Creatives["7"]);
        Assert.Equal(("<a href=\"{clickurl}\" target=\"_blank\">tulips</a>", "https://shop.example/tulips"), (tulips.Html, tulips.Destination));
        Assert.Equal(["Site:Channel", "Time:Hour"], tulips.Rules.Select(rule => rule.Type));
        Assert.Equal(("https://cdn.example/images/roses.png", "Roses"), (roses.Image, roses.Alt));
        Assert.Same(tulips, Assert.Single(Feed.Links["1"]));
        Assert.Same(roses, Assert.Single(Feed.Links["2"]));
    }

    [Fact]
    public void A_zones_interval_chosen_in_revive_and_the_last_batch_arrive()
    {
        Assert.Equal((TimeSpan.FromSeconds(45), "2"), (Feed.Zones["1"].Refresh.Interval, Feed.Zones["1"].Chain));
        Assert.Equal(("1795366535069-5af31c4a285af31c4a285af31c4a285af31c4a285af31c4a28", "Europe/Paris"), (Feed.Counted, Feed.TimeZone.Id));
    }
}
