using System.Text;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class RestartTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly WatchedClock clock = new();
    private readonly string location;

    public RestartTests() => location = folder.File("feed.json", Encoding.UTF8.GetString(Feeds.With(3)));

    public void Dispose() => folder.Dispose();

    /// <summary>A run that pulled once, and half an hour later found that nothing had changed.</summary>
    private async Task FirstRunAsync()
    {
        using var rig = new PullRig(location, folder, clock);
        await rig.PullAsync();
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
    }

    private PullRig Restarted()
    {
        var rig = new PullRig(location, folder, clock);
        rig.Pull.Restore();
        return rig;
    }

    [Fact]
    public async Task A_restart_without_the_ad_server_serves_the_last_good_snapshot_and_knows_its_age()
    {
        await FirstRunAsync();
        File.Delete(location);
        clock.Advance(TimeSpan.FromHours(1));
        using var rig = Restarted();
        Assert.Equal((3, TimeSpan.FromHours(1), false), (rig.Creatives, rig.Snapshots.Age, rig.Snapshots.IsTooOld));
        clock.Advance(TimeSpan.FromHours(5));
        Assert.False(rig.Snapshots.IsTooOld);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(rig.Snapshots.IsTooOld);
    }

    [Fact]
    public async Task The_first_pull_after_a_restart_asks_whether_anything_changed()
    {
        await FirstRunAsync();
        using var rig = Restarted();
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
        Assert.Equal(TimeSpan.Zero, rig.Snapshots.Age);
    }

    [Fact]
    public async Task What_is_shown_after_a_restart_does_not_shrink_unasked()
    {
        await FirstRunAsync();
        using var rig = Restarted();
        File.WriteAllBytes(location, Feeds.With(1));
        Assert.Equal(AdServerOutcome.Shrink, (await rig.PullAsync()).Outcome);
    }

    [Fact]
    public async Task A_feed_of_another_location_is_not_served_again()
    {
        await FirstRunAsync();
        using var rig = new PullRig(folder.File("other.json", ""), folder, clock);
        rig.Pull.Restore();
        Assert.False(rig.Snapshots.HasOne);
    }

    [Theory]
    [InlineData(0), InlineData(10), InlineData(300), InlineData(-1)]
    public async Task A_damaged_file_is_logged_and_ignored(int cut)
    {
        await FirstRunAsync();
        var bytes = File.ReadAllBytes(PullRig.StoredIn(folder));
        File.WriteAllBytes(PullRig.StoredIn(folder), bytes[..(cut < 0 ? bytes.Length + cut : cut)]);
        using var rig = Restarted();
        Assert.False(rig.Snapshots.HasOne);
        Assert.Contains("could not be read", rig.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_kept_is_served_all_the_same()
    {
        using var rig = new PullRig(location, folder, clock);
        Directory.CreateDirectory(PullRig.StoredIn(folder) + ".new");
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal(3, rig.Creatives);
        Assert.Contains("could not be kept", rig.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_feed_tells_no_secret_of_its_location()
    {
        using var rig = new PullRig(location, folder, clock);
        rig.Store.Save(new("https://ads.example/feed?key=hidden", "\"1\"", clock.GetUtcNow(), Feeds.With(1)));
        Assert.DoesNotContain("hidden", await File.ReadAllTextAsync(PullRig.StoredIn(folder)), StringComparison.Ordinal);
        Assert.Equal("\"1\"", rig.Store.Load("https://ads.example/feed?key=hidden")!.ETag);
        Assert.Null(rig.Store.Load("https://ads.example/feed?key=other"));
    }
}
