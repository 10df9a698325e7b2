using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Tests.Push;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class ShrinkTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly PullRig rig;

    public ShrinkTests() => rig = new(Write(4), folder);

    private string Write(int creatives, string name = "Sample") => folder.File("feed.json", System.Text.Encoding.UTF8.GetString(Feeds.With(creatives, name)));

    private async Task<AdServerOutcome> PullAsync(bool force = false) => (await rig.PullAsync(force)).Outcome;

    public void Dispose()
    {
        rig.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_pull_that_takes_away_no_more_than_max_shrink_counts_at_once()
    {
        await PullAsync();
        Write(2);
        Assert.Equal(AdServerOutcome.Ok, await PullAsync());
        Assert.Equal(2, rig.Creatives);
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public async Task A_pull_that_takes_away_more_waits_for_a_second_that_agrees(int left)
    {
        await PullAsync();
        Write(left);
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
        Assert.Equal(4, rig.Creatives);
        Assert.Equal(AdServerOutcome.Ok, await PullAsync());
        Assert.Equal(left, rig.Creatives);
    }

    [Fact]
    public async Task A_second_pull_that_says_something_else_waits_again()
    {
        await PullAsync();
        Write(1);
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
        Write(1, "Other");
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
        Write(4);
        Assert.Equal(AdServerOutcome.NotModified, await PullAsync());
        Write(1, "Other");
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
        Assert.Equal(4, rig.Creatives);
    }

    [Fact]
    public async Task Force_does_not_wait()
    {
        await PullAsync();
        Write(0);
        Assert.Equal(AdServerOutcome.Ok, await PullAsync(force: true));
        Assert.Equal(0, rig.Creatives);
    }

    [Fact]
    public async Task Pausing_and_unlinking_count_as_taking_away()
    {
        await PullAsync();
        var text = System.Text.Encoding.UTF8.GetString(Feeds.With(4));
        folder.File("feed.json", text.Replace("\"weight\":1,\"status\":\"running\"}],", "\"weight\":1,\"status\":\"paused\"}],", StringComparison.Ordinal));
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
        folder.File("feed.json", text[..text.IndexOf("\"links\"", StringComparison.Ordinal)] + "\"links\":[]}");
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
    }

    [Fact]
    public async Task Another_size_counts_as_taking_away_and_a_weight_or_the_end_does_not()
    {
        await PullAsync();
        var text = System.Text.Encoding.UTF8.GetString(Feeds.With(4));
        folder.File("feed.json", text.Replace("\"weight\":1", "\"weight\":0", StringComparison.Ordinal));
        Assert.Equal(AdServerOutcome.Ok, await PullAsync());
        folder.File("feed.json", text.Replace("\"width\":300,\"height\":250,\"weight\"", "\"width\":301,\"height\":250,\"weight\"", StringComparison.Ordinal));
        Assert.Equal(AdServerOutcome.Shrink, await PullAsync());
        folder.File("feed.json", text.Replace("running", "expired", StringComparison.Ordinal));
        Assert.Equal(AdServerOutcome.Ok, await PullAsync());
    }

    [Fact]
    public async Task A_feed_of_another_location_is_no_shrink()
    {
        await PullAsync();
        var other = folder.File("other.json", System.Text.Encoding.UTF8.GetString(Feeds.With(1)));
        rig.Options.Replace(new() { Feed = new() { Location = other } });
        Assert.Equal(AdServerOutcome.Ok, await PullAsync());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("weight", false)]
    [InlineData("expired", false)]
    [InlineData("paused", true)]
    [InlineData("campaign paused", true)]
    [InlineData("unlinked", true)]
    [InlineData("another size", true)]
    [InlineData("no zone", true)]
    [InlineData("no chain", true)]
    public void Something_has_to_leave_where_it_may_not_stay(string change, bool takesAny)
    {
        static SmallFeed Feed(string campaign, string creative, string size, int[] links, string chain) => new SmallFeed()
            .Zone(1, "300x250").Zone(2, "300x250", chain).Campaign("c", "remnant", campaign).Creative(70, "c", size, creative, links);
        var before = Feed("", "", "300x250", [1], "\"chain\": 1");
        var after = change switch
        {
            "weight" => Feed("\"weight\": 2", "", "300x250", [1], "\"chain\": 1"),
            "expired" => Feed("", "\"status\": \"expired\"", "300x250", [1], "\"chain\": 1"),
            "paused" => Feed("", "\"status\": \"paused\"", "300x250", [1], "\"chain\": 1"),
            "campaign paused" => Feed("\"status\": \"paused\"", "", "300x250", [1], "\"chain\": 1"),
            "unlinked" => Feed("", "", "300x250", [], "\"chain\": 1"),
            "another size" => Feed("", "", "301x250", [1], "\"chain\": 1"),
            "no zone" => new SmallFeed(),
            "no chain" => Feed("", "", "300x250", [1], ""),
            _ => before,
        };
        Assert.Equal(takesAny, Shrink.TakesAny(Read(before), Read(after)));
    }

    private static Snapshot Read(SmallFeed feed) => CampaignFeed.Read(System.Text.Encoding.UTF8.GetBytes(feed.ToString())).Snapshot!;
}
