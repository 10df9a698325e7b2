using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Tests.Recordings;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>What a real Revive answered to its own tag, byte by byte.</summary>
public sealed class DeliveryRecordingTests
{
    [Fact]
    public async Task Four_zones_of_which_one_is_chained_and_one_is_capped()
    {
        var (fills, asked) = await AskAsync("delivery.asyncspc", "1", "2", "3", "4");
        Assert.Equal(AdServerOutcome.Ok, fills.Outcome);
        Assert.Equal([("1", "2", "2", 728, 90), ("2", "5", "7", 300, 250), ("3", "1", "1", 468, 60), ("2", "5", "7", 300, 250)],
            fills.Fills.Select(fill => (fill!.Zone, fill.Campaign, fill.Creative, fill.Width, fill.Height)));
        Assert.Equal([new CapUse(CapLevel.Campaign, "1", new FrequencyCap(0, 2, 0))], fills.Fills.SelectMany(fill => fill!.Caps));
        Assert.Contains("alt='Contract &quot;alt&quot;'", fills.Fills[0]!.Html, StringComparison.Ordinal);
        Assert.StartsWith("<!--pre-->", fills.Fills[2]!.Html, StringComparison.Ordinal);
        Assert.Equal("01000111010001000101000001010010", fills.ViewerId);
        Assert.Equal(("/www/delivery/asyncspc.php", "1|2|3|4"), (asked.Path, asked.Query.Single(each => each.Name == "zones").Value));
    }

    [Fact]
    public async Task A_viewer_without_cookies_gets_an_id()
    {
        var (fills, asked) = await AskAsync("delivery.asyncspc.no-cookie", "1", "2", "3");
        Assert.Null(asked.Header("Cookie"));
        Assert.Equal(["6", "5", "10"], fills.Fills.Select(fill => fill!.Creative));
        Assert.Equal("01000111010001000101000001010010", fills.ViewerId);
    }

    [Fact]
    public async Task An_unknown_zone_is_nothing_and_nothing_to_warn_of()
    {
        var (fills, _) = await AskAsync("delivery.asyncspc.unknown-zone", "99");
        Assert.Equal((AdServerOutcome.Ok, null), (fills.Outcome, Assert.Single(fills.Fills)));
    }

    [Fact]
    public async Task An_answer_to_another_prefix_says_nothing_of_these_slots()
    {
        var (fills, _) = await AskAsync("dbdown.asyncspc.cached", "2");
        Assert.Equal((AdServerOutcome.Unusable, 0), (fills.Outcome, fills.Fills.Length));
    }

    [Theory]
    [InlineData("delivery.asyncspc.bad-prefix", nameof(AdServerOutcome.Http_4xx)), InlineData("dbdown.asyncspc.uncached", nameof(AdServerOutcome.Http_5xx))]
    [InlineData("dbdown.lg", nameof(AdServerOutcome.Unusable)), InlineData("delivery.afr", nameof(AdServerOutcome.Unusable))]
    [InlineData("delivery.cl.tampered", nameof(AdServerOutcome.Unusable)), InlineData("dbdown.ox.logon", nameof(AdServerOutcome.Unusable))]
    public async Task Whatever_is_no_answer_of_asyncspc_is_no_fill(string name, string outcome)
    {
        var (fills, _) = await AskAsync(name, "1", "2");
        Assert.Equal((outcome, 0, null), ($"{fills.Outcome}", fills.Fills.Length, fills.ViewerId));
    }

    [Theory]
    [InlineData("delivery.asyncspc.block", 5, new[] { "4", "5", "7", null, null })]
    [InlineData("delivery.asyncspc.blockcampaign", 4, new[] { "7", "5", null, null })]
    [InlineData("dbdown.asyncspc.cached", 1, new[] { "5" })]
    public async Task A_blank_beacon_among_others_is_a_blank_slot(string name, int count, string?[] creatives)
    {
        var recording = Recording.Load(name) with { Request = HttpText.Parse("GET / HTTP/1.1\r\n\r\n"u8) };
        await using var server = new ReplayServer((_, _) => true, recording);
        using var rig = new DeliveryRig($"{server.Address}");
        var answer = await rig.Http.AskAsync(new(HttpMethod.Get, server.Address), CancellationToken.None);
        var fills = rig.Answers.Read(answer.Body, "p-", [.. Enumerable.Repeat("2", count)]);
        Assert.Equal(creatives, fills!.Value.Select(fill => fill?.Creative));
        Assert.Equal("", rig.Logs.Text);
    }

    /// <summary>Asks a server that gives this answer, whatever it is asked.</summary>
    private static async Task<(DelegatedFills Fills, HttpText Asked)> AskAsync(string name, params string[] zones)
    {
        await using var server = new ReplayServer((_, _) => true, Recording.Load(name) with { Request = HttpText.Parse("GET / HTTP/1.1\r\n\r\n"u8) });
        using var rig = new DeliveryRig($"{server.Address}www/delivery/");
        return (await rig.AskAsync(DeliveryRig.Request(zones)), Assert.Single(server.Asked).Request);
    }
}
