using CometAdTag.Service.Tests.Pages;
using static CometAdTag.Service.Tests.Push.RoadblockPage;

namespace CometAdTag.Service.Tests.Push;

/// <summary>What breaks into a roadblock, and who holds whom: withdrawals, failures, reconnects, slots that are not seen or not refreshed.</summary>
public sealed class RoadblockEndTests
{
    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_goes_on_with_it(string transport)
    {
        await using var service = Feed().Start();
        await using var first = await TestPage.Open(service, transport, "a:1", "b:2");
        await Shows(first, ["a", "b"], "10", "20");
        await using var again = await first.Again(service, transport);
        await again.None("ad");
        Pass(service, 10);
        await again.Add("c:3");
        await Shows(again, ["c"], "30");
        Pass(service, 20);
        await again.IsThere();
        await again.None("ad");

        Pass(service, 10.2);

        Assert.Equal(["11", "21", "31"], await Came(again, All));
    }

    [Fact]
    public async Task So_it_does_on_another_node()
    {
        var data = TempFolder.Shared();
        TestPage first;
        await using (var before = Feed().Start(data))
        {
            first = await TestPage.Open(before, "socket", "a:1", "b:2");
            await Shows(first, ["a", "b"], "10", "20");
            await first.Lose();
        }
        await using var after = Feed().Start(data);
        Pass(after, 2);
        await using var again = await first.OpenedAgain(after, "socket");
        await again.None("ad");
        Pass(after, 10);
        await again.Add("c:3");
        await Shows(again, ["c"], "30");
        Pass(after, 20);
        await again.None("ad");

        Pass(after, 10.2);

        Assert.Equal(["11", "21", "31"], await Came(again, All));
    }

    [Fact]
    public async Task A_slot_whose_creative_is_never_viewable_is_waited_for_an_interval_and_no_more()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1");
        await Shows(page, ["a"], "10");
        Pass(service, 19);
        await page.Add("b:2");
        await page.Report(await page.Ad("b"), "rendered");
        Pass(service, 29.8);
        await page.None("ad");

        Pass(service, 0.4);

        Assert.Equal(["11"], await Came(page, "a"));
        await page.None("ad");
    }

    [Theory, InlineData("\"noRefresh\": true", ""), InlineData("", "\"refresh\": { \"interval\": 30, \"maxRefreshes\": 1 }")]
    public async Task A_slot_that_must_not_refresh_holds_no_other(string ofCreative, string ofZone)
    {
        await using var service = Feed(of20: ofCreative, zone2: ofZone).Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        for (var turn = 0; turn < 6; turn++)
        {
            if (turn > 0) Pass(service, 30.1);
            Assert.Equal([turn % 2 == 0 ? "10" : "11"], await Shown(page, "a"));
            if (turn < (ofZone.Length > 0 ? 2 : 1)) await Shown(page, "b");
        }
        await page.None("ad");
    }

    [Fact]
    public async Task Slots_out_of_view_are_not_waited_for_and_rotate_when_they_are_back()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        await Shows(page, ["a", "b"], "10", "20");
        Pass(service, 20);
        await page.View(visible: true, ("b", false));
        Pass(service, 10.2);
        Assert.Equal(["11"], await Came(page, "a"));

        await page.View(visible: true, ("b", true));
        Pass(service, 9.5);
        await page.None("ad");
        Pass(service, 0.7);

        // While a, which is first, shows another, c may not begin in b
        Assert.Equal(["21"], await Came(page, "b"));
    }

    [Fact]
    public async Task A_slot_that_failed_to_show_it_is_filled_again_with_it_and_the_others_stay()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2");
        var (a, b) = (await page.Ad("a"), await page.Ad("b"));
        Pass(service, 10);
        await page.Show(a);
        Assert.Equal("", await page.Report(b, "error"));
        Pass(service, 18.9);
        await page.None("ad");

        Pass(service, 0.2);

        Assert.Equal("20", (await page.Ad("b")).Text("creative"));
        await page.None("ad");
    }

    [Fact]
    public async Task A_withdrawn_creative_is_replaced_at_once_in_its_slot_alone()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:3");
        await Shows(page, "10", "20", "30");
        using var admin = service.Admin();
        using var made = await admin.PostAsync("/api/v1/withdrawals", Json(new { creative = "20", reason = "a mistake" }));
        made.EnsureSuccessStatusCode();
        await page.Next("withdraw");
        page.Forget("b");
        Pass(service, 0.1);

        Assert.Equal(["21"], await Came(page, "b"));
        await page.None("ad");
    }

    [Fact]
    public async Task A_campaign_that_is_withdrawn_leaves_all_slots_at_once()
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:3");
        await Shows(page, "10", "20", "30");
        using var admin = service.Admin();
        using var made = await admin.PostAsync("/api/v1/withdrawals", Json(new { campaign = "c", reason = "a mistake" }));
        made.EnsureSuccessStatusCode();
        await page.Next("withdraw");
        foreach (var slot in All) page.Forget(slot);
        Pass(service, 0.1);

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }

    [Theory, OnEachTransport]
    public async Task A_virtual_page_view_waits_for_none(string transport)
    {
        await using var service = Feed().Start();
        await using var page = await TestPage.Open(service, transport, "a:1", "b:2", "c:3");
        await Shows(page, "10", "20", "30");
        Pass(service, 5);
        await page.IsThere();

        await page.Navigate(RunningService.Origin + "/other");

        Assert.Equal(["11", "21", "31"], await Came(page, All));
    }
}
