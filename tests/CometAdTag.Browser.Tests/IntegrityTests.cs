using System.Net;
using System.Security.Cryptography;
using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>Subresource Integrity: a page that says what the tag must be runs that file and no other.</summary>
public sealed class IntegrityTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_tag_runs_under_the_name_of_its_hash_where_it_is_what_the_page_says_and_nowhere_else()
    {
        await using var scene = await Scene.Open(chromium, output);
        using var http = new HttpClient { BaseAddress = scene.Service.Address };
        var file = await http.GetByteArrayAsync(new Uri("/comet.js", UriKind.Relative));
        var address = new Uri(scene.Service.Address, $"/comet.{Convert.ToHexStringLower(SHA256.HashData(file))[..16]}.js");
        using var named = await http.GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, true), (named.StatusCode, named.Headers.CacheControl!.Extensions.Any(one => one.Name == "immutable")));

        var page = await scene.Visit("bare.html");
        await Load(page, address, SHA384.HashData(file));
        await page.Until("viewable('image') === 1");
        Assert.Empty(page.Errors);

        file[^1] ^= 1;
        var changed = await scene.Visit("bare.html");
        await Load(changed, address, SHA384.HashData(file));
        await changed.Until("window.failed");
        Assert.False(await changed.Ask<bool>("!!cometad.trigger"));
        Assert.DoesNotContain(changed.Requests, url => url.StartsWith("ws:", StringComparison.Ordinal));
    }

    private static async Task Load(Visit page, Uri address, byte[] hash)
    {
        await page.Until("document.readyState === 'complete'");
        await page.Do($"document.head.append(Object.assign(document.createElement('script'), {{ crossOrigin: 'anonymous', integrity: 'sha384-{Convert.ToBase64String(hash)}', src: '{address}', onerror: () => {{ window.failed = true; }} }}))");
    }
}
