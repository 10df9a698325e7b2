using System.Net;
using System.Text;
using System.Text.Json;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Tests.Load;

/// <summary>Pages of the poll transport that report what they show in every way that there is: in order and not, twice, too early, as a bot.</summary>
internal sealed class CountedTraffic(Chance chance)
{
    private const string Zones = "1245";

    private readonly List<PushedAd> shown = [];
    private int number;

    /// <summary>Some pages, of which some report nothing; what an earlier call showed is looked at again and clicked.</summary>
    public async Task Run(LoadedService service, int pages)
    {
        using var client = service.Page();
        using var bot = service.Page().As("Googlebot/2.1 (+http://www.google.com/bot.html)");
        var latest = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - ReceiptCheck.LeastViewable;
        foreach (var ad in shown.Where(ad => ad.Id.IssuedAt < latest))
        {
            await Report(client, ad, chance.Draw() < 0.5 ? "viewable" : "ended", shown: 700);
            if (chance.Draw() < 0.5) await Click(chance.Draw() < 0.2 ? bot : client, ad);
        }
        shown.Clear();
        for (var page = 0; page < pages; page++)
            foreach (var ad in await Open(client))
            {
                shown.Add(ad);
                await Happen(ad, client, bot);
            }
        await Post(client, """{"receipts":[{"n":1,"token":"AAAA","stage":"rendered"}]}""");
    }

    private async Task Happen(PushedAd ad, HttpClient client, HttpClient bot)
    {
        switch ((int)(chance.Draw() * 8))
        {
            case 0: break;
            case 1: await Report(client, ad, "error"); break;
            case 2: await Report(client, ad, "viewable"); break;
            case 3: await Report(client, ad, "ended", shown: 60_000); break;
            case 4: await Report(bot, ad, "rendered"); break;
            case 5: await Twice(client, ad); break;
            case 6: await Click(client, ad); break;
            default: await Report(client, ad, "rendered"); break;
        }
    }

    private async Task Twice(HttpClient client, PushedAd ad)
    {
        await Report(client, ad, "ended", shown: 5);
        await Report(client, ad, "rendered");
        await Click(client, ad);
        await Click(client, ad);
    }

    private async Task<List<PushedAd>> Open(HttpClient client)
    {
        using var hello = new StringContent(PageSocket.HelloOf([.. Zones.Select((zone, at) => $"{at}:{zone}")]), Encoding.UTF8, "text/plain");
        using var answer = await client.PostAsync(new Uri("/comet/v1/poll", UriKind.Relative), hello);
        using var frames = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. frames.RootElement.EnumerateArray().Where(frame => frame.GetProperty("type").GetString() == "ad").Select(PushedAd.Of)];
    }

    private Task Report(HttpClient client, PushedAd ad, string stage, int shown = 0) =>
        Post(client, $$"""{"receipts":[{"n":{{++number}},"token":"{{ad.Token}}","stage":"{{stage}}","shown":{{shown}}}]}""");

    private static async Task Post(HttpClient client, string receipts)
    {
        using var body = new StringContent(receipts, Encoding.UTF8, "text/plain");
        using var answer = await client.PostAsync(new Uri("/comet/v1/receipts", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task Click(HttpClient client, PushedAd ad)
    {
        using var answer = await client.GetAsync(new Uri($"/comet/v1/click/{ad.Token}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }
}
