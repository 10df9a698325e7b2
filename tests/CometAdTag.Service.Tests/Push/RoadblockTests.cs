using System.Text.Json;
using CometAdTag.Service.Tests.Pages;
using static CometAdTag.Service.Tests.Push.RoadblockPage;

namespace CometAdTag.Service.Tests.Push;

/// <summary>How a companion campaign takes the slots of a page and leaves them; which are in which zones says <see cref="RoadblockPage"/>.</summary>
public sealed class RoadblockTests
{
    [Theory, OnEachTransport]
    public async Task A_companion_campaign_takes_the_slots_of_the_page_at_once_and_leaves_them_together(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");
        for (var round = 0; round < 2; round++)
        {
            await Shows(page, "10", "20", "30");
            Pass(service, 29.9);
            await page.None("ad");
            Pass(service, 0.2);
            await Shows(page, "11", "21", "31");
            Pass(service, 30.1);
        }
    }

    [Fact]
    public async Task One_that_is_there_refuses_those_that_its_slots_could_show_too_and_explain_says_on_page()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "e:5", "f:4");
        await using var apart = await TestPage.Open(service, "socket", "a:1", "f:4");

        Assert.Equal(["50", "41"], await Came(page, "e", "f"));
        Assert.Equal(["10", "42"], await Came(apart, "a", "f"));
        Assert.Equal(["42 eligible", "41 eligible"], await Verdicts(service, "4", ""));
        Assert.Equal(["42 on_page", "41 eligible"], await Verdicts(service, "4", "?onPage=50"));
        Assert.Equal(["42 eligible", "41 eligible"], await Verdicts(service, "4", "?onPage=10"));
        Assert.Equal(["50 on_page", "52 eligible", "51 eligible"], await Verdicts(service, "5", "?onPage=52"));
        Assert.Equal(["50 eligible", "52 eligible", "51 eligible"], await Verdicts(service, "5", "?onPage=42,10,50"));
    }

    [Fact]
    public async Task It_begins_in_the_first_slot_that_it_is_linked_to_and_in_no_later_one()
    {
        // Slot a could have begun with c, but creative 10 is capped; it knows nothing of d
        await using var service = Feed(of10: "\"cap\": { \"total\": 1 }").Start();
        await using var first = await TestPage.Open(service, "socket", "a:1");
        await first.Report(await first.Ad("a"), "rendered");
        await using var page = await TestPage.Open(service, "socket", say => say.Viewer = first.Viewer, "a:1", "b:2", "e:5", "f:4");

        Assert.Equal(["11", "21", "52", "42"], await Came(page, "a", "b", "e", "f"));
    }

    [Theory, OnEachTransport]
    public async Task Slots_that_are_seen_later_are_waited_for(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");
        var ads = new Dictionary<string, JsonElement>();
        foreach (var slot in All) ads[slot] = await page.Ad(slot);
        await page.Show(ads["a"]);
        await page.View(visible: true, ("c", false));
        Pass(service, 14);
        await page.Show(ads["b"]);
        Pass(service, 16);
        await page.IsThere();
        await page.None("ad");

        Pass(service, 14.2);

        Assert.Equal(["11", "21"], await Came(page, "a", "b"));
        await page.None("ad");
    }

    [Theory, OnEachTransport]
    public async Task A_slot_that_shows_another_joins_after_its_shortest_interval(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 30.1);
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));
        Assert.Equal(("11", "21"), (a.Text("creative"), b.Text("creative")));
        await page.Show(a);
        Pass(service, 14);
        await page.Show(b);
        Pass(service, 15.1);
        Assert.Equal(["10"], await Shown(page, "a"));
        Pass(service, 12.7);
        await page.None("ad");

        Pass(service, 0.4);

        Assert.Equal(("20", "event"), ((await page.Ad("b")) is var joined ? joined.Text("creative") : "", joined.Text("trigger")));
    }

    [Theory, OnEachTransport]
    public async Task A_slot_that_is_added_later_joins_and_is_waited_for(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 20);
        await page.Add("c:3");
        await Shows(page, ["c"], "30");
        await page.IsThere();
        Pass(service, 11);
        await page.None("ad");

        Pass(service, 19.2);

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Fact]
    public async Task Who_comes_when_it_is_leaving_does_not_join_so_none_waits_for_ever_newer_slots()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 20);
        await page.Add("c:3");
        await Shows(page, ["c"], "30");
        Pass(service, 10);
        await page.Add("e:5");
        await Shows(page, ["e"], "52");

        Pass(service, 19.2);

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Fact]
    public async Task It_joins_no_zone_where_somebody_else_s_stack_fills()
    {
        await using var service = Feed().Start(null, ("Refresh:Zones:2:Mode", "signal"));
        await using var page = await TestPage.Open(service, "socket", "a:2", "b:3");

        Assert.Equal("30", (await page.Ad("b")).Text("creative"));
        await page.Next("refresh", "a");
    }

    [Fact]
    public async Task Waiting_for_each_other_is_no_lateness()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));
        await page.Show(a);
        Pass(service, 20);
        await page.Show(b);
        Pass(service, 30.1);
        await Came(page, "a", "b");

        Assert.Equal(0, await service.Metric("comet_push_lateness_seconds_count"));
    }
}
