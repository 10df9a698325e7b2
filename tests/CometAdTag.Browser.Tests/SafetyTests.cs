using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>What a creative, and the tag, may not do to a page.</summary>
public sealed class SafetyTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    internal const string Strict =
        "default-src 'none'; script-src 'nonce-once' 'strict-dynamic'; style-src 'self'; img-src 'self'; base-uri 'none'; object-src 'none'; " +
        "connect-src {service} {service-socket}; frame-src {service}; require-trusted-types-for 'script'; trusted-types 'none'";

    [Fact]
    public async Task A_creative_cannot_reach_the_page()
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit("hostile.html");
        await page.Until("viewable('hostile') === 1 && tried.some(({ tried }) => tried === 'origin')");

        var tried = (await page.Ask<Attempt[]>("tried")).ToDictionary(one => one.Tried, one => one.Outcome, StringComparer.Ordinal);
        Assert.Equal("null", tried["origin"]);
        Assert.Equal("Error", tried["open a window"]);
        Assert.Equal("TypeError", tried["use the frame element"]);
        var refused = tried.Where(one => one.Key is not ("origin" or "open a window" or "use the frame element")).ToList();
        Assert.Equal(11, refused.Count);
        Assert.All(refused, one => Assert.Equal((one.Key, "SecurityError"), (one.Key, one.Value)));
        Assert.Equal("untouched", await page.Ask<string>("treasure"));
        Assert.Equal("page=secret", await page.Ask<string>("document.cookie"));
        Assert.Equal(new Uri(scene.Site.Origin, "hostile.html").ToString(), await page.Ask<string>("location.href"));
        Assert.Empty(await page.Ask<string[]>("Object.keys(window).filter(name => !globals.includes(name) && isNaN(name))"));
    }

    [Fact]
    public async Task The_tag_works_under_a_strict_policy_with_trusted_types()
    {
        await using var scene = await Scene.Open(chromium, output);
        scene.Site.Policy = Strict;
        var page = await scene.Visit("strict.html");
        await page.Until("viewable('html') === 1 && rendered('timer') >= 2");
        await page.Page.FrameLocator("#html iframe").Locator("#link").WaitForAsync();
        Assert.Empty(await page.Ask<string[]>("violations"));
        Assert.Empty(page.Errors);
        Assert.DoesNotContain(page.Requests, url => url.EndsWith(".debug.js", StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidOperationException>(() => page.Do("document.body.innerHTML = '<p>the policy does hold</p>'"));
    }

    [Fact]
    public async Task What_is_loaded_later_works_under_the_strict_policy_too()
    {
        await using var scene = await Scene.Open(chromium, output);
        scene.Site.Policy = Strict.Replace(" {service-socket}", "", StringComparison.Ordinal);
        var page = await scene.Visit("strict.html");
        await page.Until("viewable('html') === 1 && rendered('timer') >= 2");
        Assert.Contains(page.Requests, url => url.EndsWith(".rest.js", StringComparison.Ordinal));
        Assert.All(await page.Ask<string[]>("violations"), violation => Assert.StartsWith("connect-src ws:", violation, StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidOperationException>(() => page.Do("document.body.innerHTML = '<p>the policy does hold</p>'"));
    }

    [Fact]
    public async Task Every_part_that_is_loaded_later_works_under_the_strict_policy()
    {
        await using var scene = await Scene.Open(chromium, output);
        scene.Site.Policy = Strict;
        var page = await scene.Visit("strict-all.html?comet_debug");
        await page.Loaded();
        await page.Do("cometad.define('defined', { zone: 'still' })");
        await page.Until("asked() && viewable('revive') === 1 && viewable('lazy') === 1 && viewable('defined') === 1");
        foreach (var part in (string[])[".rest.js", ".debug.js"]) Assert.Contains(page.Requests, url => url.EndsWith(part, StringComparison.Ordinal));
        Assert.Empty(await page.Ask<string[]>("violations"));
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData("text.html")]
    [InlineData("sized.html")]
    public async Task Filling_and_rotating_slots_moves_nothing_on_the_page(string file)
    {
        await using var scene = await Scene.Open(chromium, output);
        var page = await scene.Visit(file);
        await page.Until("viewable('event') === 1");
        await page.Do("cometad.trigger('goal')");
        await page.Until("rendered('timer') >= 3 && rendered('event') >= 2");
        Assert.Empty(await page.Ask<double[]>("shifts"));

        await page.Do("document.querySelector('h1').style.marginBottom = '200px'");
        await page.Until("shifts.length > 0");
    }

    [Fact]
    public async Task Creatives_that_have_an_origin_have_storage_and_still_cannot_reach_the_page_or_the_service()
    {
        await using var scene = await Scene.Open(chromium, output);
        var origin = $"http://creatives.test:{scene.Service.Address.Port}";
        await scene.Restart($$"""{ "Creatives": { "Zones": { "framed": { "Origin": "{{origin}}" } } } }""");
        var page = await scene.Visit("failing.html");
        await page.Until("rendered('still') === 1");
        await page.Add("framed");
        await page.Until("viewable('framed') === 1 && viewable('still') === 1");

        var (framed, other) = (await page.Frame("framed"), await page.Frame("still"));
        Assert.Equal("null", await other.EvaluateAsync<string>("origin"));
        Assert.Equal(origin, await framed.EvaluateAsync<string>("origin"));
        Assert.Equal("here", await framed.EvaluateAsync<string>("localStorage.creative = 'here', localStorage.creative"));
        foreach (var reach in (string[])["parent.document", "parent.cometad", "top.location.href", "frameElement.id"])
            Assert.Equal("refused", await framed.EvaluateAsync<string>($"(() => {{ try {{ return '' + {reach}; }} catch {{ return 'refused'; }} }})()"));
        foreach (var path in (string[])["/comet.js", "/api/v1/status", "/demo"])
            Assert.Equal(404, await framed.EvaluateAsync<int>($"fetch('{path}').then(({{ status }}) => status)"));
    }

    private sealed record Attempt(string Tried, string Outcome);
}
