using System.Text;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

public sealed class FileFeedTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_read_again_only_when_its_bytes_changed()
    {
        var path = folder.File("feed.json", Encoding.UTF8.GetString(Feeds.With(3)));
        using var rig = new PullRig(path, folder);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
        File.WriteAllBytes(path, Feeds.With(4));
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal(4, rig.Creatives);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named_and_the_old_snapshot_serves()
    {
        var path = folder.File("feed.json", Encoding.UTF8.GetString(Feeds.With(3)));
        using var rig = new PullRig(path, folder);
        await rig.PullAsync();
        File.Delete(path);
        var result = await rig.PullAsync();
        Assert.Equal(AdServerOutcome.Network, result.Outcome);
        Assert.Contains(path, result.Errors.Single(), StringComparison.Ordinal);
        Assert.Equal(3, rig.Creatives);
    }

    [Fact]
    public async Task A_folder_is_no_feed()
    {
        using var rig = new PullRig(folder.Path, folder);
        Assert.Equal(AdServerOutcome.Network, (await rig.PullAsync()).Outcome);
    }

    [Fact]
    public async Task The_demo_feed_is_found_beside_the_program_and_has_no_mistakes()
    {
        using var rig = new PullRig("config/demo-feed.json", folder);
        var result = await rig.PullAsync();
        Assert.Empty(result.Errors);
        Assert.Equal(AdServerOutcome.Ok, result.Outcome);
        Assert.Equal(3, rig.Snapshots.Current.Zones.Count);
    }
}
