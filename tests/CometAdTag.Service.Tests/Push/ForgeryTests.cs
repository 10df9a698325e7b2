using System.Globalization;
using System.Net;
using System.Text;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Push;
using CometAdTag.Service.Tests.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Push;

/// <summary>
/// Tokens, receipts and click links with random changes, the same on each run: nothing throws, nobody is led to what was not signed, and
/// nothing is counted but what was signed here.
/// </summary>
public sealed class ForgeryTests : IAsyncLifetime
{
    private const int Cases = 40_000, AtOnce = 500;

    private static readonly string[] Pieces =
    [
        "=", "&", "?", "/", "//", "\\", "%", "%2F", "%00", "%0d%0a", "\r\n", "\0", "http://evil.test", "https:", "javascript:", "to=", "&s=", "..", "\uD800", "é", "A", "_", "-", "+", " ", "\"", "{", "}", "[", "9", "null",
    ];

    private readonly RunningService service = RunningService.Start(data: null, ("Pages:RequestsPerAddress", "0"));
    private readonly Random random = new(20261122);
    private readonly List<string> genuine = [];
    private TokenSigner tokens = null!;
    private LinkSigner links = null!;
    private string otherToken = "", link = "";

    public async Task InitializeAsync()
    {
        tokens = service.Services.GetRequiredService<TokenSigner>();
        links = service.Services.GetRequiredService<LinkSigner>();
        await using var page = await TestPage.Open(service, "socket", "a:1", "b:2", "c:4", "d:5");
        foreach (var slot in new[] { "a", "b", "c", "d" }) genuine.Add((await page.Ad(slot)).Text("token"));
        link = $"?to={Uri.EscapeDataString("http://shop.test/c?x=1&y=2")}&s={links.Sign("400", "http://shop.test/c?x=1&y=2")}";
        var impression = new Impression(ImpressionId.Create(service.Clock.GetUtcNow().ToUnixTimeMilliseconds(), 7), "1", "10", "100", Trigger.Time, 1);
        otherToken = new TokenSigner([new SigningKey(1, new byte[32])]).Sign(new(impression, 0, 1, Fingerprint.Of(RunningService.Origin)));
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public void A_changed_token_is_read_by_nobody()
    {
        var read = 0;
        for (var at = 0; at < Cases; at++)
        {
            var token = Changed(Any([.. genuine, otherToken]));
            if (!tokens.TryRead(token, out _)) continue;
            Assert.Contains(token, genuine);
            read++;
        }
        // Some are not changed at all
        Assert.InRange(read, 1, Cases / 3);
        Assert.False(tokens.TryRead(otherToken, out _));
    }

    [Fact]
    public async Task A_changed_click_leads_nowhere_but_to_what_was_signed()
    {
        var followed = 0;
        foreach (var clicks in Enumerable.Range(0, Cases).Select(at => Changed(genuine[2] + (at % 2 == 0 ? link : ""))).Chunk(AtOnce))
        {
            foreach (var (click, response) in await Task.WhenAll(clicks.Select(Follow)))
            {
                var to = response.Headers.Location.ToString();
                if (to.Length == 0) Assert.InRange(response.StatusCode, 400, 499);
                else Assert.True(to is "http://shop.test/g" or "http://shop.test/c?x=1&y=2", $"{click} leads to {to}");
                followed += to.Length > 0 ? 1 : 0;
            }
        }
        Assert.InRange(followed, 100, Cases / 2);
        // All of them are clicks on one impression
        Assert.Equal(1, await service.Metric("comet_clicks_total"));
        Assert.Equal(1, (await service.Report("creative")).Sum(row => row.GetProperty("clicks").GetInt32()));
    }

    [Fact]
    public async Task A_changed_receipt_counts_nothing_that_was_not_signed()
    {
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        var (understood, acked) = (0, 0);
        foreach (var bodies in Enumerable.Range(0, Cases).Select(Body).Chunk(AtOnce))
        {
            var acks = await Task.WhenAll(bodies.Select(Settle));
            understood += acks.Count(ack => ack is not null);
            acked += acks.Count(ack => ack?.Contains("\"acked\":[]", StringComparison.Ordinal) == false);
        }
        Assert.InRange(understood, Cases / 20, Cases);
        // Four impressions were signed, and each has four stages that a page can report
        Assert.InRange(acked, 8, 16);
        var rows = await service.Report("creative");
        Assert.InRange(rows.Sum(row => row.GetProperty("rendered").GetInt32()), 1, 4);
        Assert.InRange(rows.Sum(row => row.GetProperty("viewable").GetInt32()), 1, 4);
        Assert.Equal(4, rows.Sum(row => row.GetProperty("served").GetInt32()));
        Assert.Equal(0, rows.Sum(row => row.GetProperty("clicks").GetInt32()));
    }

    private async Task<(string Click, HttpResponse Response)> Follow(string click)
    {
        var (destinations, desk) = (service.Services.GetRequiredService<Destinations>(), service.Services.GetRequiredService<ClickDesk>());
        var question = click.IndexOf('?', StringComparison.Ordinal);
        var context = Asked(question < 0 ? "" : click[question..]);
        await ClickEndpoint.Follow(context, WebUtility.UrlDecode(question < 0 ? click : click[..question]), tokens, links, destinations, desk);
        return (click, context.Response);
    }

    /// <summary>The ack; null where the body is no list of receipts, and what is wrong is named.</summary>
    private async Task<string?> Settle(string body)
    {
        if (PageFrames.ReadReceipts(Encoding.UTF8.GetBytes(body), out var error) is not { } receipts)
        {
            Assert.NotEmpty(error);
            return null;
        }
        var origin = new PageOrigin(RunningService.Origin, "192.0.2.1", "http://ads.test");
        var ack = await service.Services.GetRequiredService<IConversations>().Settle(receipts, origin, CancellationToken.None);
        return Encoding.UTF8.GetString(ack!.Value.Json);
    }

    private string Body(int n)
    {
        string[] stages = ["rendered", "viewable", "ended", "error", "clicked", "served", "9"];
        return Changed(string.Create(CultureInfo.InvariantCulture, $$"""
            {"viewer":"{{Any(genuine)}}","receipts":[{"n":{{n}},"token":"{{Any([.. genuine, otherToken])}}","stage":"{{Any(stages)}}","shown":{{random.Next(-10, 5_000)}},"reason":"{{Any(["replaced", "x"])}}"}]}
            """));
    }

    private DefaultHttpContext Asked(string query)
    {
        var context = new DefaultHttpContext { RequestServices = service.Services };
        context.Request.Method = HttpMethods.Get;
        context.Request.Headers.UserAgent = RunningService.UserAgent;
        context.Request.Query = new QueryCollection(QueryHelpers.ParseQuery(query));
        return context;
    }

    /// <summary>With one to three changes: a character, a piece taken out, put in, said twice, or taken from elsewhere; now and then none.</summary>
    private string Changed(string text)
    {
        var changed = new StringBuilder(text);
        for (var changes = random.Next(4); changes > 0 && changed.Length > 0; changes--) Change(changed);
        return changed.ToString();
    }

    private void Change(StringBuilder text)
    {
        var at = random.Next(text.Length);
        var length = random.Next(1, Math.Min(20, text.Length - at) + 1);
        switch (random.Next(6))
        {
            case 0: text[at] = (char)random.Next(1, 256); break;
            case 1: text.Remove(at, length); break;
            case 2: text.Insert(at, Any(Pieces)); break;
            case 3: text.Insert(at, text.ToString(at, length)); break;
            case 4: text.Append(Any(Pieces)); break;
            default: text.Insert(at, Any(genuine)); break;
        }
    }

    private string Any(IReadOnlyList<string> texts) => texts[random.Next(texts.Count)];
}
