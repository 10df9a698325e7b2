using System.Text.Json;
using CometAdTag.Service.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Pages;

public sealed class ResumeTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly RunningService service = shared.Service;

    public static TheoryData<string, string> Moves()
    {
        var moves = new TheoryData<string, string>();
        foreach (var from in TestPage.Transports)
            foreach (var to in TestPage.Transports) moves.Add(from, to);
        return moves;
    }

    [Theory, MemberData(nameof(Moves))]
    public async Task A_page_goes_on_where_it_stood_on_any_transport(string from, string to)
    {
        await using var first = await TestPage.Open(service, from, "a:1");
        await first.Show(await first.Ad("a"));
        await using var second = await first.Again(service, to);

        await second.None("ad");
        service.Clock.Advance(TimeSpan.FromSeconds(31));

        var next = await second.Ad("a");
        Assert.Equal(("time", "1"), (next.Text("trigger"), next.Text("index")));
    }

    [Theory, MemberData(nameof(Moves))]
    public async Task A_creative_that_was_lost_on_the_way_is_sent_again_and_served_once(string from, string to)
    {
        await using var first = await TestPage.Open(service, from, "a:1");
        var lost = await first.Ad("a");
        var served = await Served(service);
        first.Forget("a");
        await using var second = await first.OpenedAgain(service, to);

        var again = await second.Ad("a");

        Assert.Equal(lost.Text("id"), again.Text("id"));
        Assert.Equal(served, await Served(service));
        await first.Lose();
        Assert.Equal("", await second.Report(again, "rendered"));
    }

    [Theory, OnEachTransport]
    public async Task An_older_connection_of_the_page_is_told_that_it_is_replaced(string transport)
    {
        await using var first = await TestPage.Open(service, "socket", "a:1");
        await first.Ad("a");
        await using var second = await first.OpenedAgain(service, transport);

        var close = await first.Next("close");

        Assert.Equal(("replaced", false), (close.Text("reason"), close.GetProperty("final").GetBoolean()));
        await second.None("close");
    }

    [Fact]
    public async Task Of_many_connections_of_one_page_at_once_one_stays_and_all_are_counted_out()
    {
        await using var alone = RunningService.Start();
        await using var first = await TestPage.Open(alone, "socket", "a:1");
        await first.Ad("a");

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => first.OpenedAgain(alone, "socket")));
        await alone.Until(1, "comet_pages");
        await alone.Until(1, "comet_slots");
        foreach (var other in others) await other.DisposeAsync();

        await alone.Until(0, "comet_pages");
        await alone.Until(0, "comet_slots");
    }

    [Theory, OnEachTransport]
    public async Task A_token_of_the_run_before_is_resumed_and_its_receipts_are_counted_once(string transport)
    {
        var data = TempFolder.Shared();
        JsonElement ad;
        TestPage? first;
        await using (var before = RunningService.Start(data))
        {
            first = await TestPage.Open(before, transport, "a:1");
            ad = await first.Ad("a");
            Assert.Equal("", await first.Report(ad, "rendered"));
            await first.Lose();
        }
        await using var after = RunningService.Start(data);
        after.Clock.Advance(TimeSpan.FromSeconds(30));
        await using var again = await first.OpenedAgain(after, transport);
        await again.Next("ready");

        Assert.Equal("duplicate", await again.Report(ad, "rendered"));
        Assert.Equal("", await again.Report(ad, "viewable"));
        await again.None("ad");
        after.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("time", (await again.Ad("a")).Text("trigger"));
        var row = Assert.Single(await after.Report("zone"));
        Assert.Equal(("2", "1", "1"), (row.Text("served"), row.Text("rendered"), row.Text("viewable")));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_with_another_url_is_a_new_view(string transport)
    {
        await using var first = await TestPage.Open(service, transport, "a:1");
        await first.Ad("a");
        service.Clock.Advance(TimeSpan.FromSeconds(6));
        await using var second = await first.Again(service, transport, RunningService.Origin + "/other");

        var next = await second.Ad("a");

        Assert.Equal(("user", "0"), (next.Text("trigger"), next.Text("index")));
    }

    [Theory]
    [InlineData("another zone")]
    [InlineData("altered")]
    [InlineData("no token")]
    [InlineData("too old")]
    public async Task A_token_that_proves_nothing_of_the_slot_is_as_none(string what)
    {
        await using var alone = RunningService.Start(data: null, ("AdServer:MaxSnapshotAge", "7.00:00:00"));
        await using var page = await PageSocket.Hello(alone, "a:1");
        var token = (await page.Next("ad")).Text("token");
        if (what == "altered") token = token[..^3] + (token[^3] == 'A' ? 'B' : 'A') + token[^2..];
        if (what == "no token") token = "no token at all";
        if (what == "too old") alone.Clock.AdjustTime(alone.Clock.GetUtcNow().AddHours(24.1));
        await using var other = await PageSocket.Open(alone);
        var zone = what == "another zone" ? "5" : "1";
        await other.Say($$"""
            {"type":"hello","v":1,"url":"http://page.test/","visible":true,"slots":[{"slot":"a","zone":"{{zone}}","w":0,"h":0,"inView":true}],
             "resume":[{"slot":"a","token":"{{token}}","rendered":true,"viewable":true,"shown":5000}]}
            """);

        var ad = await other.Next("ad");

        Assert.Equal(("initial", "0"), (ad.Text("trigger"), ad.Text("index")));
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("poll")]
    public async Task A_rotation_that_came_due_between_two_hellos_is_neither_lost_nor_decided_before(string transport)
    {
        await using var alone = RunningService.Start();
        await using var page = await TestPage.Open(alone, transport, "a:1");
        await page.Show(await page.Ad("a"));
        alone.Clock.Advance(TimeSpan.FromSeconds(20));
        await page.Heard();
        await page.Lose();
        await Away(alone);
        var served = await Served(alone);

        alone.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(served, await Served(alone));
        await page.Heard();

        Assert.Equal("time", (await page.Ad("a")).Text("trigger"));
        Assert.Equal(served + 1, await Served(alone));
    }

    /// <summary>Waits until the service has noticed that the page's connection is lost.</summary>
    private static async Task Away(RunningService alone)
    {
        var page = Assert.Single(alone.Services.GetRequiredService<OpenPages>().All);
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (page.TakesPushes)
        {
            Assert.False(bound.IsCancellationRequested, "the lost connection was not noticed");
            await alone.Metric("comet_pages");
        }
    }

    private static Task<double> Served(RunningService at) => at.Metric("comet_impressions_total", "stage=\"served\"");
}
