using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>
/// Companion campaign c comes first in zones 1, 2, 3 and 5 (creatives 10, 20, 30, 50), companion campaign d comes after it in zone 5 (52) and first
/// in zone 4 (42); campaign n fills what they leave (11, 21, 31, 41, 51).
/// </summary>
internal static class RoadblockPage
{
    public static readonly string[] All = ["a", "b", "c"];

    /// <summary>The next creative of each slot; all are in view for a second.</summary>
    public static Task Shows(TestPage page, params string[] creatives) => Shows(page, All, creatives);

    public static async Task Shows(TestPage page, string[] slots, params string[] creatives) => Assert.Equal(creatives, await Shown(page, slots));

    public static async Task<string[]> Shown(TestPage page, params string[] slots)
    {
        var ads = new List<JsonElement>();
        foreach (var slot in slots) ads.Add(await page.Ad(slot));
        foreach (var ad in ads) Assert.Equal("", await page.Report(ad, "rendered"));
        Pass(page.Service, 1);
        foreach (var ad in ads) Assert.Equal("", await page.Report(ad, "viewable"));
        return [.. ads.Select(ad => ad.Text("creative"))];
    }

    public static async Task<string[]> Came(TestPage page, params string[] slots)
    {
        var creatives = new List<string>();
        foreach (var slot in slots) creatives.Add((await page.Ad(slot)).Text("creative"));
        return [.. creatives];
    }

    public static async Task<string[]> Verdicts(RunningService service, string zone, string asked)
    {
        using var admin = service.Admin();
        using var explained = JsonDocument.Parse(await admin.GetStringAsync($"/api/v1/zones/{zone}/explain{asked}"));
        return [.. explained.RootElement.GetProperty("creatives").EnumerateArray().Select(each => $"{each.Text("creative")} {each.Text("verdict")}")];
    }

    public static StringContent Json(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    public static void Pass(RunningService service, double seconds) => service.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public static SmallFeed Feed(string of10 = "", string of20 = "", string zone2 = "") => new SmallFeed()
        .Zone(1, "300x250").Zone(2, "728x90", zone2).Zone(3, "160x600").Zone(4, "970x250").Zone(5, "300x600")
        .Campaign("c", "override", "\"companion\": true").Campaign("d", "contract", "\"priority\": 5, \"companion\": true").Campaign("n", "remnant")
        .Creative(10, "c", "300x250", of10, 1).Creative(11, "n", "300x250", 1)
        .Creative(20, "c", "728x90", of20, 2).Creative(21, "n", "728x90", 2)
        .Creative(30, "c", "160x600", 3).Creative(31, "n", "160x600", 3)
        .Creative(41, "n", "970x250", 4).Creative(42, "d", "970x250", 4)
        .Creative(50, "c", "300x600", 5).Creative(51, "n", "300x600", 5).Creative(52, "d", "300x600", 5);
}
