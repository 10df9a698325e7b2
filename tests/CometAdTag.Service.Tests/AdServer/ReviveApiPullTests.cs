using System.Globalization;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>Whole pulls by the API, of an ad server that is well.</summary>
public sealed class ReviveApiPullTests : IAsyncLifetime
{
    private ReviveRig rig = null!;

    public async Task InitializeAsync() => rig = await ReviveRig.StartAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task A_pull_brings_everything_into_one_snapshot()
    {
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        var snapshot = rig.Pulls.Snapshots.Current;
        Assert.Equal("1: 1; 2: 2 3; 3: ", rig.Served);
        Assert.Equal(("Page", "Acme", "Campaign 1", Tier.Contract, 5), (
            snapshot.Websites["1"].Name, snapshot.Campaigns["1"].Advertiser, snapshot.Campaigns["1"].Name, snapshot.Campaigns["1"].Tier, snapshot.Campaigns["1"].Priority));
        Assert.Equal("2", snapshot.Zones["3"].Chain);
        Assert.Equal(new DeliveryRule("and", "Site:Channel", "=~", "7"), Assert.Single(snapshot.Creatives["3"].Rules));
        Assert.Equal(new DeliveryRule("and", "Site:Pageurl", "=~", "sports"), Assert.Single(snapshot.Channels["7"].Rules));
        Assert.Equal("1", await rig.Pulls.MetricAsync("comet_ad_server_requests_total{source=\"revive-api\",outcome=\"ok\"}"));
    }

    [Fact]
    public async Task An_ad_server_without_a_change_is_confirmed_and_logged_on_to_no_more()
    {
        await rig.PullAsync();
        var (snapshot, logons) = (rig.Pulls.Snapshots.Current, rig.Revive.Count("ox.logon"));
        rig.Pulls.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
        Assert.Same(snapshot, rig.Pulls.Snapshots.Current);
        Assert.Equal(TimeSpan.Zero, rig.Pulls.Snapshots.Age);
        Assert.Equal((2, 2), (logons, rig.Revive.Count("ox.logon")));
    }

    [Fact]
    public async Task The_same_things_in_another_order_are_no_change()
    {
        await rig.PullAsync();
        rig.Revive.Banners.Reverse();
        rig.Revive.Zones.Reverse();
        rig.Revive.Campaigns.Reverse();
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
    }

    [Fact]
    public async Task A_paused_banner_is_seen_by_the_next_pull()
    {
        await rig.PullAsync();
        rig.Revive.Banners[1] = rig.Revive.Banners[1].With("status", 1);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal(RunStatus.Paused, rig.Pulls.Snapshots.Current.Creatives["2"].Status);
    }

    [Fact]
    public async Task Dates_are_those_of_the_manager_from_its_midnight_to_the_end_of_the_last_day()
    {
        await rig.PullAsync();
        await rig.PullAsync(); // by now one session is the administrator's, whose days are others
        var flight = rig.Pulls.Snapshots.Current.Campaigns["1"].Flight;
        Assert.Equal("2026-11-16T23:00:00Z 2026-12-22T23:00:00Z", string.Create(CultureInfo.InvariantCulture, $"{flight.Start:yyyy-MM-dd'T'HH:mm:ss'Z'} {flight.End:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        Assert.DoesNotContain("default account", rig.Pulls.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_acts_as_the_administrator_is_warned_that_days_may_be_others()
    {
        rig.Revive.Users[0] = rig.Revive.Users[0].With("defaultAccountId", 1);
        await rig.PullAsync();
        Assert.Contains("the default account of AdServer:ReviveApi:User comet is no manager's", rig.Pulls.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plugin_tells_links_and_the_status_of_campaigns()
    {
        rig.Options.ReviveApi.Links = [];
        rig.Revive.Links = [Link(1, 1, 1, 0), Link(2, 3, 2, 1), Link(0, 2, 2, 1), Link(2, 99, 9, 0)];
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal("1: 1; 2: 3; 3: ", rig.Served);
        Assert.Equal((RunStatus.Running, RunStatus.Paused), (rig.Pulls.Snapshots.Current.Campaigns["1"].Status, rig.Pulls.Snapshots.Current.Campaigns["2"].Status));
    }

    [Fact]
    public async Task Links_that_are_set_win_and_the_plugin_still_tells_the_status()
    {
        rig.Revive.Links = [Link(2, 3, 2, 1)];
        await rig.PullAsync();
        Assert.Equal("1: 1; 2: 2 3; 3: ", rig.Served);
        Assert.Equal(RunStatus.Paused, rig.Pulls.Snapshots.Current.Campaigns["2"].Status);
    }

    [Fact]
    public async Task Without_links_and_plugin_a_pull_says_what_to_do_and_a_plugin_installed_later_is_noticed()
    {
        rig.Options.ReviveApi.Links = [];
        var refused = await rig.PullAsync();
        Assert.Equal(AdServerOutcome.Refused, refused.Outcome);
        Assert.Equal(
            "its API does not tell which campaigns are linked to which zones: say it in AdServer:ReviveApi:Links, or install the CometAdTag plugin in the ad server",
            Assert.Single(refused.Errors));
        rig.Revive.Links = [Link(1, 1, 1, 0)];
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal("1: 1; 2: ; 3: ", rig.Served);
    }

    [Fact]
    public async Task Links_link_what_fits_and_what_they_name_in_vain_is_said_once()
    {
        rig.Revive.Zones.Add(ReviveRig.Zone(4, -1, -1));
        rig.Revive.Banners.Add(ReviveRig.Banner(4, 2, 300, 600));
        rig.Options.ReviveApi.Links = new() { ["1"] = ["campaign:1", "banner:2", "banner:9"], ["2"] = ["campaign:2", "campaign:8", "banner:3"], ["4"] = ["banner:1", "banner:2"], ["5"] = ["campaign:1"] };
        await rig.PullAsync();
        await rig.PullAsync();
        Assert.Equal("1: 1; 2: 2 3; 3: ; 4: 1 2", rig.Served);
        foreach (var note in new[] { "banner 2 (300x250) does not fit zone 1 (728x90)", "the ad server has no banner 9 (zone 1)", "the ad server has no campaign 8 (zone 2)", "the ad server has no zone 5" })
            Assert.Equal(2, rig.Pulls.Logs.Text.Split(note).Length);
    }

    [Fact]
    public async Task One_odd_banner_is_left_out_and_named_once_and_again_after_it_was_mended()
    {
        const string note = "banner 2 \"Banner 2\" is left out: destination: \"www.shop.test\" is neither an http(s) URL nor a path";
        var sound = rig.Revive.Banners[1];
        rig.Revive.Banners[1] = sound.With("url", "www.shop.test");
        await rig.PullAsync();
        await rig.PullAsync();
        Assert.Equal("1: 1; 2: 3; 3: ", rig.Served);
        Assert.Equal(2, rig.Pulls.Logs.Text.Split(note).Length);
        rig.Revive.Banners[1] = sound;
        await rig.PullAsync();
        Assert.Equal("1: 1; 2: 2 3; 3: ", rig.Served);
        rig.Revive.Banners[1] = sound.With("url", "www.shop.test");
        await rig.PullAsync();
        Assert.Equal(3, rig.Pulls.Logs.Text.Split(note).Length);
    }

    [Fact]
    public async Task A_thousand_odd_banners_are_a_hundred_lines_of_log()
    {
        rig.Revive.Banners.AddRange(Enumerable.Range(100, 1000).Select(id => ReviveRig.Banner(id, 2, 300, 250).With("htmlTemplate", "")));
        rig.Options.ReviveApi.MaxConcurrency = 8;
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal(100, rig.Pulls.Logs.Text.Split("is left out: html: is empty").Length - 1);
        Assert.Contains("and 900 more", rig.Pulls.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_many_calls_at_once_as_are_allowed_and_never_more()
    {
        const int allowed = 3;
        rig.Options.ReviveApi.MaxConcurrency = allowed;
        rig.Revive.Banners.AddRange(Enumerable.Range(10, 20).Select(id => ReviveRig.Banner(id, 2, 300, 250)));
        var (now, most, full, release) = (0, 0, new TaskCompletionSource(), new TaskCompletionSource());
        rig.Revive.Before = async method =>
        {
            if (method != "ox.getBannerTargeting") return;
            var here = Interlocked.Increment(ref now);
            most = Math.Max(most, here);
            if (here == allowed) full.TrySetResult();
            await release.Task;
            Interlocked.Decrement(ref now);
        };
        var pull = rig.PullAsync();
        await full.Task.WaitAsync(Patience.Bound);
        // So many other calls come and go while those are held that one too many would have come too
        using var other = new HttpClient();
        for (var i = 0; i < 100; i++) await other.GetStringAsync(rig.Revive.Url);
        release.SetResult();
        Assert.Equal(AdServerOutcome.Ok, (await pull).Outcome);
        Assert.Equal((allowed, 23), (most, rig.Revive.Count("ox.getBannerTargeting")));
    }

    [Fact]
    public async Task Other_options_are_followed_by_the_next_pull()
    {
        await rig.PullAsync();
        var other = await ReviveRig.StartAsync();
        await using var _ = other;
        other.Revive.Zones.RemoveAt(0);
        rig.Options.ReviveApi.Url = other.Revive.Url;
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal("2: 2 3; 3: ", rig.Served);
        Assert.Equal(2, other.Revive.Count("ox.logon"));
    }

    [Fact]
    public async Task A_page_is_filled_from_the_api()
    {
        await using var service = RunningService.Start(
            settings:
            [
                ("AdServer:Source", "revive-api"), ("AdServer:ReviveApi:Url", rig.Revive.Url), ("AdServer:ReviveApi:User", AdServerDouble.User),
                ("AdServer:ReviveApi:Password", AdServerDouble.Password), ("AdServer:ReviveApi:Links:2:0", "banner:2"),
            ]);
        using var page = service.Page();
        using var hello = new StringContent(
            """{"type":"hello","v":1,"url":"http://page.test/","visible":true,"slots":[{"slot":"a","zone":"2","w":300,"h":250,"inView":true}]}""");
        var frames = await (await page.PostAsync("/comet/v1/poll", hello)).Content.ReadAsStringAsync();
        Assert.Contains("\"creative\":\"2\",\"campaign\":\"2\"", frames, StringComparison.Ordinal);
        Assert.Equal(1, await service.Metric("comet_ad_server_requests_total", "source=\"revive-api\"", "outcome=\"ok\""));
    }

    private static AdServerRow Link(int zone, int banner, int campaign, int campaignStatus) => new(
        ("zoneId", zone), ("bannerId", banner), ("campaignId", campaign), ("priority", 0.0), ("bannerStatus", 0), ("campaignStatus", campaignStatus));
}
