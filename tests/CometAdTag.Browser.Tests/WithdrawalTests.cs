using System.Text.Json;
using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>A creative that was a mistake is off the open page within a second.</summary>
public sealed class WithdrawalTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_withdrawal_blanks_the_slot_and_replaces_the_creative_which_never_comes_again_until_it_is_lifted()
    {
        await using var scene = await Scene.Open(chromium, output, "--Refresh:Zones:timer:Enabled=false", "--Refresh:Zones:event:Interval=00:00:00.1");
        var page = await scene.Visit("text.html");
        await page.Until("viewable('event') === 1 && viewable('timer') === 1");

        var withdrawn = await Withdrawing.From(scene, page, "event");
        output.WriteLine(withdrawn.ToString());
        Assert.InRange(withdrawn.Gone, 0, 1_000);
        Assert.InRange(withdrawn.Replaced, withdrawn.Gone, 1_000);
        var replacement = (await page.Heard()).Last(one => one is { Id: "event", Type: HeardEvent.Rendered });
        Assert.Equal(("event", 1), (replacement.Trigger, replacement.Index));
        await Confirmed(scene, 1);
        Assert.Equal(1, await scene.Accounts.Metric("comet_withdrawal_seconds_bucket{le=\"1\"}"));

        await page.Do("document.addEventListener('slotRenderEnded', () => window.resting || cometad.trigger('next')); cometad.trigger('next')");
        await page.Until("rendered('event') >= 27");
        Assert.DoesNotContain((await page.Heard())[withdrawn.Heard..], one => one.Creative == withdrawn.Creative);
        Assert.Empty(await page.Ask<double[]>("shifts"));

        await scene.Service.Send(HttpMethod.Delete, $"/api/v1/withdrawals/{withdrawn.Id}");
        await page.Until($"heard.slice({withdrawn.Heard}).some(e => e.id === 'event' && e.creative === '{withdrawn.Creative}')");
        await page.Do("window.resting = true");
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
    }

    [Theory]
    [InlineData(Streams.Passed, "stream")]
    [InlineData(Streams.Refused, "poll")]
    public async Task Without_WebSockets_a_withdrawal_takes_no_longer_and_is_confirmed_too(Streams streams, string transport)
    {
        await using var scene = await Scene.Open(chromium, output, "--Refresh:Zones:timer:Enabled=false");
        await using var box = await Middlebox.Before(scene.Service, streams);
        scene.Site.Service = box.Address;
        var page = await scene.Visit("text.html");
        await page.Until("viewable('event') === 1 && viewable('timer') === 1");
        // A page opens anew at most once a second: what it has to say has gone by then
        await Bound.Quiet(TimeSpan.FromSeconds(2));

        var withdrawn = await Withdrawing.From(scene, page, "event");
        output.WriteLine($"{transport}: {withdrawn}");
        Assert.Equal(1, await scene.Accounts.Metric($$"""comet_pages{transport="{{transport}}"}"""));
        Assert.InRange(withdrawn.Gone, 0, 1_000);
        await Confirmed(scene, 1);
        Assert.Empty(await page.Ask<double[]>("shifts"));
        await scene.Hide(page);
        await scene.Accounts.Agreed(page.Heard);
    }

    [Fact]
    public async Task A_kept_ad_of_a_withdrawn_creative_is_never_shown()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("kept.html");
        await page.Until("viewable('html') === 1");
        Assert.Contains(await scene.Accounts.Metrics(), one => one is { Zone: "image", Served: 1, Rendered: 0 });

        var made = await scene.Service.Send(HttpMethod.Post, "/api/v1/withdrawals", new { creative = "red", reason = "The wrong colour" });
        using var withdrawal = JsonDocument.Parse(made);
        Assert.Equal(1, withdrawal.RootElement.GetProperty("pages").GetInt32());
        await page.Do("document.getElementById('image').scrollIntoView()");
        await page.Until("heard.some(e => e.id === 'image' && e.type === 'slotEmpty')");
        Assert.Equal(HeardEvent.Requested, (await page.Heard()).First(one => one.Id == "image").Type);
        Assert.Equal("withdrawn", (await page.Heard()).Single(one => one.Type == HeardEvent.Empty).Reason);
        Assert.Equal(0, await page.Ask<int>("rendered('image') + document.querySelectorAll('#image iframe').length"));

        await scene.Service.Send(HttpMethod.Delete, $"/api/v1/withdrawals/{withdrawal.RootElement.GetProperty("id")}");
        await page.Until("rendered('image') === 1 && viewable('image') === 1");
        await page.Clear();
        await scene.Accounts.Agreed(page.Heard);
        await Confirmed(scene, 0);
    }

    private static Task Confirmed(Scene scene, long pages) =>
        Bound.Until(
            async () => await scene.Accounts.Metric("comet_withdrawal_seconds_count") == pages,
            async () => $"{await scene.Accounts.Metric("comet_withdrawal_seconds_count")} confirmations, not {pages}");
}
