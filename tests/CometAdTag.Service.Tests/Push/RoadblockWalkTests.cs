using System.Globalization;
using CometAdTag.Service.Tests.Pages;
using Xunit.Abstractions;

namespace CometAdTag.Service.Tests.Push;

public sealed class RoadblockWalkTests(ITestOutputHelper output)
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task Whatever_happens_on_a_page_none_of_its_slots_is_stuck_and_competitors_do_not_begin(int seed)
    {
        var companions = new Dictionary<string, string[]> { ["1"] = ["c"], ["2"] = ["c", "d"], ["3"] = ["c", "d", "e"], ["4"] = ["d"], ["5"] = ["c", "e"] };
        var feed = new SmallFeed().Campaign("n", "remnant", "\"weight\": 2");
        foreach (var each in (string[])["c", "d", "e"]) feed.Campaign(each, "remnant", "\"companion\": true");
        foreach (var (id, linked) in companions)
        {
            var zone = int.Parse(id, CultureInfo.InvariantCulture);
            feed.Zone(zone, "300x250", $"\"refresh\": {{ \"interval\": {(zone == 4 ? 45 : 30)}, \"maxRefreshes\": {(zone == 5 ? 3 : 0)} }}");
            feed.Creative(zone * 10, "n", "300x250", zone).Creative((zone * 10) + 1, "n", "300x250", zone);
            for (var i = 0; i < linked.Length; i++) feed.Creative((zone * 10) + 2 + i, linked[i], "300x250", zone);
        }
        await using var service = feed.Start(null, ("Pages:Heartbeat", "01:00:00"), ("Pages:HiddenGrace", "01:00:00"), ("Pages:RequestsPerAddress", "0"));
        await using var page = await TestPage.Open(service, "socket", "first:1");
        await page.Remove("first");
        var walk = new RoadblockWalk(page, new Random(seed), companions);

        await walk.Run(seconds: 1_500);

        output.WriteLine($"{walk.Begun} roadblocks began, {walk.Joined} slots joined; no slot was held longer than {walk.Held:F0} s");
        Assert.True(walk.Begun > 10 && walk.Joined > 10, $"{walk.Begun} roadblocks began, {walk.Joined} slots joined");
    }
}
