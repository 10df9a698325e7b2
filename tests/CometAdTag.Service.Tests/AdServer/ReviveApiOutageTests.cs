using System.Text;
using CometAdTag.Service.AdServer;
using Microsoft.AspNetCore.Http;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>Pulls by the API of an ad server that is slow, broken, away, or changed in the middle.</summary>
public sealed class ReviveApiOutageTests : IAsyncLifetime
{
    private const string Everything = "1: 1; 2: 2 3; 3: ";

    private ReviveRig rig = null!;

    public async Task InitializeAsync() => rig = await ReviveRig.StartAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    private static RequestDelegate Body(string text) => context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    private static RequestDelegate Status(int status, string retryAfter = "") => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter.Length > 0) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    private static async Task CutOff(HttpContext context)
    {
        context.Response.ContentLength = 5000;
        await context.Response.Body.WriteAsync("<?xml version=\"1.0\"?><methodResponse><params>"u8.ToArray());
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task Silence(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    }

    public static TheoryData<string, RequestDelegate> Hiccups => new()
    {
        { "500", Status(500) },
        { "HTML", Body("<html><body>502 Bad Gateway</body></html>") },
        { "nothing", Body("") },
        { "half a document", Body("<?xml version=\"1.0\"?><methodResponse><params><param><value><array><data>") },
        { "cut off", CutOff },
        { "a fault without a word", Body("<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>801</int></value></member><member><name>faultString</name><value><string></string></value></member></struct></value></fault></methodResponse>") },
        { "a warning of PHP", Body("<br />\n<b>Warning</b>:  mysqli::real_connect()\n<?xml version=\"1.0\"?><methodResponse/>") },
    };

    [Theory, MemberData(nameof(Hiccups))]
    public async Task A_call_that_fails_once_is_made_again_and_the_pull_is_whole(string name, RequestDelegate hiccup)
    {
        foreach (var method in new[] { "ox.logon", "ox.getZoneListByPublisherId", "ox.getBannerTargeting" }) rig.Revive.Instead(method, hiccup);
        Assert.Equal((name, AdServerOutcome.Ok), (name, (await rig.PullPatientlyAsync()).Outcome));
        Assert.Equal(Everything, rig.Served);
        Assert.Equal("3", await rig.Pulls.MetricAsync("comet_ad_server_retries_total{source=\"revive-api\"}"));
    }

    [Theory, MemberData(nameof(Hiccups))]
    public async Task A_call_that_goes_on_failing_ends_the_pull_and_what_is_served_stays(string name, RequestDelegate failure)
    {
        await rig.PullAsync();
        var served = rig.Pulls.Snapshots.Current;
        for (var i = 0; i <= new PatienceOptions().Retries; i++) rig.Revive.Instead("ox.getZoneListByPublisherId", failure);
        var result = await rig.PullPatientlyAsync();
        Assert.True(new AdServerAnswer(result.Outcome, "").IsTransient, $"{name}: {result.Outcome}");
        Assert.StartsWith("ox.getZoneListByPublisherId: ", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Same(served, rig.Pulls.Snapshots.Current);
    }

    [Fact]
    public async Task A_silent_ad_server_is_given_its_time_and_asked_again()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Revive.Instead("ox.getBannerTargeting", context =>
        {
            reached.SetResult();
            return Silence(context);
        });
        var pull = rig.PullAsync();
        await reached.Task.WaitAsync(Patience.Bound);
        rig.Pulls.Clock.Advance(new PatienceOptions().Timeout);
        Assert.Equal(AdServerOutcome.Ok, (await rig.Pulls.Clock.TurnUntilAsync(pull)).Outcome);
        Assert.Equal(Everything, rig.Served);
    }

    [Fact]
    public async Task A_busy_ad_server_is_asked_again_when_it_says_so()
    {
        rig.Revive.Instead("ox.getAgencyList", Status(429, "7"));
        var pull = rig.PullAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), await rig.Pulls.Clock.TurnAsync());
        Assert.Equal(AdServerOutcome.Ok, (await pull).Outcome);
    }

    [Fact]
    public async Task An_ad_server_that_asks_for_more_patience_than_a_call_has_is_left_alone_for_so_long()
    {
        rig.Revive.Instead("ox.getAgencyList", Status(429, "120"));
        var result = await rig.PullAsync();
        Assert.Equal((AdServerOutcome.RateLimited, TimeSpan.FromSeconds(120)), (result.Outcome, result.RetryAfter));
        Assert.Equal(1, rig.Revive.Count("ox.getAgencyList"));
    }

    [Theory]
    [InlineData("ox.getAgencyList"), InlineData("ox.getCampaignListByAdvertiserId"), InlineData("ox.getBannerTargeting")]
    public async Task A_session_that_ends_in_the_middle_of_a_pull_is_made_anew_once(string method)
    {
        await rig.PullAsync();
        var logons = rig.Revive.Count("ox.logon");
        rig.Options.ReviveApi.MaxConcurrency = 4;
        var expired = 0;
        rig.Revive.Before = call =>
        {
            if (call == method && Interlocked.Exchange(ref expired, 1) == 0) rig.Revive.ExpireSessions();
            return Task.CompletedTask;
        };
        Assert.Equal(AdServerOutcome.NotModified, (await rig.PullAsync()).Outcome);
        Assert.Equal(1, expired);
        Assert.InRange(rig.Revive.Count("ox.logon") - logons, 1, 2); // one a session
        Assert.Equal(Everything, rig.Served);
    }

    [Fact]
    public async Task An_ad_server_that_forgets_each_session_at_once_is_unusable_and_not_logged_on_to_for_ever()
    {
        rig.Revive.Before = method =>
        {
            if (method != "ox.logon") rig.Revive.ExpireSessions();
            return Task.CompletedTask;
        };
        var result = await rig.PullAsync();
        Assert.Equal((AdServerOutcome.Unusable, "ox.getAgencyList: it does not know the session that it has just given"), (result.Outcome, Assert.Single(result.Errors)));
        Assert.Equal(2, rig.Revive.Count("ox.logon"));
    }

    [Fact]
    public async Task A_banner_a_campaign_and_a_website_deleted_in_the_middle_are_left_out()
    {
        rig.Revive.Websites.Add(new(("publisherId", 2), ("agencyId", 1), ("publisherName", "Other"), ("website", "http://other.test/")));
        rig.Revive.Campaigns.Add(ReviveRig.Campaign(3, 0, 1));
        rig.Revive.Before = method =>
        {
            if (method == "ox.getZoneListByPublisherId") rig.Revive.Websites.RemoveAll(row => row.Is("publisherId", "2"));
            if (method == "ox.getBannerListByCampaignId") rig.Revive.Campaigns.RemoveAll(row => row.Is("campaignId", "3"));
            if (method == "ox.getBannerTargeting") rig.Revive.Banners.RemoveAll(row => row.Is("bannerId", "3"));
            return Task.CompletedTask;
        };
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullAsync()).Outcome);
        Assert.Equal("1: 1; 2: 2; 3: ", rig.Served);
    }

    [Fact]
    public async Task While_the_database_is_away_the_last_good_snapshot_is_served_also_after_a_restart_and_its_return_is_noticed()
    {
        await rig.PullAsync();
        rig.Revive.DatabaseIsAway = true;
        Assert.Contains((await rig.PullPatientlyAsync()).Outcome, new[] { AdServerOutcome.Unusable, AdServerOutcome.CircuitOpen });
        Assert.Equal(Everything, rig.Served);
        Assert.Equal(AdServerOutcome.CircuitOpen, await UntilOpenAsync());

        rig.Restart();
        Assert.Equal(Everything, rig.Served);
        Assert.Contains((await rig.PullPatientlyAsync()).Outcome, new[] { AdServerOutcome.Unusable, AdServerOutcome.CircuitOpen });
        Assert.Equal(Everything, rig.Served);

        (rig.Revive.DatabaseIsAway, rig.Revive.Banners[1]) = (false, rig.Revive.Banners[1].With("bannerName", "Renamed"));
        rig.Pulls.Clock.Advance(new PatienceOptions().Break);
        Assert.Equal(AdServerOutcome.Ok, (await rig.PullPatientlyAsync()).Outcome);
        Assert.Equal("Renamed", rig.Pulls.Snapshots.Current.Creatives["2"].Name);
        Assert.Equal("0", await rig.Pulls.MetricAsync("comet_ad_server_circuit_state{source=\"revive-api\"}"));
    }

    [Fact]
    public async Task A_circuit_that_opened_in_an_outage_stays_open_until_a_logon_succeeds()
    {
        await rig.PullAsync();
        rig.Revive.DatabaseIsAway = true;
        await rig.PullPatientlyAsync();
        Assert.Equal(AdServerOutcome.CircuitOpen, await UntilOpenAsync());
        var logons = rig.Revive.Count("ox.logon");
        rig.Pulls.Clock.Advance(new PatienceOptions().Break);
        await rig.PullPatientlyAsync();
        Assert.Equal((logons + 1, "ox.logon"), (rig.Revive.Count("ox.logon"), rig.Revive.Calls.Last()));
        Assert.Equal("2", await rig.Pulls.MetricAsync("comet_ad_server_circuit_state{source=\"revive-api\"}"));
        Assert.DoesNotContain("closed", rig.Pulls.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_called_unknown_while_the_database_goes_away_is_not_believed()
    {
        await rig.PullAsync();
        rig.Revive.Instead("ox.getChannelTargeting", async context =>
        {
            rig.Revive.DatabaseIsAway = true;
            await Body($"<methodResponse><fault><value>{AdServerRow.Xml(new AdServerRow(("faultCode", 801), ("faultString", "Unknown channelId Error")))}</value></fault></methodResponse>")(context);
        });
        Assert.Contains((await rig.PullPatientlyAsync()).Outcome, new[] { AdServerOutcome.Unusable, AdServerOutcome.CircuitOpen });
        Assert.Single(rig.Pulls.Snapshots.Current.Channels);
    }

    [Theory]
    [InlineData("wrong"), InlineData("Wrong-&<\"pass")]
    public async Task A_wrong_password_is_refused_by_one_attempt_and_never_shown(string password)
    {
        rig.Options.ReviveApi.Password = password;
        var result = await rig.PullAsync();
        Assert.Equal(AdServerOutcome.Refused, result.Outcome);
        Assert.StartsWith("it lets AdServer:ReviveApi:User comet with this Password not in: fault 801", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Equal(1, rig.Revive.Count("ox.logon"));
        Assert.DoesNotContain(password, rig.Pulls.Logs.Text + result.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_repeats_the_password_is_not_quoted()
    {
        rig.Revive.Instead("ox.logon", Body($"""
            <methodResponse><fault><value>{AdServerRow.Xml(new AdServerRow(("faultCode", 801), ("faultString", $"no user {AdServerDouble.Password}")))}</value></fault></methodResponse>
            """));
        Assert.Equal("it lets AdServer:ReviveApi:User comet with this Password not in", Assert.Single((await rig.PullAsync()).Errors));
    }

    [Fact]
    public async Task Neither_password_nor_session_is_ever_logged()
    {
        rig.Revive.Instead("ox.getAgencyList", Status(500));
        rig.Revive.Instead("ox.getUserList", Body("<html>"));
        await rig.PullPatientlyAsync();
        rig.Revive.DatabaseIsAway = true;
        await rig.PullPatientlyAsync();
        Assert.Contains("ox.logon", rig.Pulls.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(AdServerDouble.Password, rig.Pulls.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0000000000000000", rig.Pulls.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_redirects_is_said_to_be_the_mistake()
    {
        rig.Options.ReviveApi.Url = rig.Revive.Url.TrimEnd('/');
        var result = await rig.PullAsync();
        Assert.Equal(AdServerOutcome.Refused, result.Outcome);
        Assert.Contains("AdServer:ReviveApi:Url must be the endpoint itself, which ends with a slash", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<value><string>x</string></value>"), InlineData("<value><array><data><value><int>1</int></value></data></array></value>"), InlineData("<value><array><data><value><struct/></value></data></array></value>")]
    public async Task An_answer_to_another_question_is_unusable(string value)
    {
        rig.Revive.Instead("ox.getAgencyList", Body($"<methodResponse><params><param>{value}</param></params></methodResponse>"));
        Assert.Equal(AdServerOutcome.Unusable, (await rig.PullAsync()).Outcome);
    }

    private async Task<AdServerOutcome> UntilOpenAsync()
    {
        for (var i = 0; i < 3; i++)
            if (await rig.PullPatientlyAsync() is { Outcome: AdServerOutcome.CircuitOpen } open) return open.Outcome;
        return AdServerOutcome.Unusable;
    }
}
