using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>The shares that a Revive 6.0.8 came to with the same campaigns. The seeds are fixed; of a million others not one would fail.</summary>
public sealed class ShareTests
{
    private const double Seeds = 1e8;

    private static readonly Dictionary<string, double>
        Leaderboard = new() { ["2"] = 0.68, ["3"] = 0.05, ["6"] = 0.2025, ["8"] = 0.0675 },
        WithoutCapped = new() { ["4"] = 0.25, ["5"] = 0.50, ["7"] = 0.25 },
        WithCapped = new() { ["4"] = 1 / 6d, ["5"] = 1 / 3d, ["7"] = 1 / 6d, ["9"] = 1 / 3d };

    private readonly SeededRevive revive = SeededRevive.Told;

    [Fact]
    public void Contracts_take_their_parts_and_remnant_shares_the_rest_by_weight()
    {
        var goals = new Pacer().Follow(revive.Snapshot, _ => default, SeededRevive.Now);
        // What the ad server's hourly maintenance had found, of all requests; a part is of those that higher priorities leave
        goals.Of(revive.Snapshot.Campaigns["3"])!.Part = 0.05;
        goals.Of(revive.Snapshot.Campaigns["2"])!.Part = 0.68 / 0.95;
        Comes(Leaderboard, revive.Ask(1, goals: goals));
    }

    [Fact]
    public void Contracts_come_to_those_parts_by_themselves_where_200_requests_an_hour_come_in()
    {
        // A third of the day is over, and so is a third of what the daily target asks for
        var pacer = new Pacer();
        pacer.Follow(revive.Snapshot, id => id == "3" ? new(80, 0, 80, 0) : default, SeededRevive.Now);
        pacer.Recall(Enumerable.Range(1, 168).Select(hour => ("1", SeededRevive.Now.AddHours(-hour), 200L)));
        var counts = new Dictionary<string, int>();
        var random = Random();
        for (var second = 0; second < 16 * 3600; second += 6)
        {
            var now = SeededRevive.Now.AddSeconds(second);
            pacer.Steer(now);
            if (second % 18 != 0) continue;
            var creative = revive.Ask(1, goals: pacer.Goals, now: now)(random.NextDouble()).Creative!;
            if (pacer.Goals.Of(creative.Campaign) is { } goal && goal.TryReserve()) goal.Book(wasReserved: true);
            counts[creative.Id] = counts.GetValueOrDefault(creative.Id) + 1;
        }
        Same(Leaderboard, counts);
        Assert.Equal(160, counts["3"]);
    }

    [Theory]
    [InlineData("http://page.test/news", "en", ""), InlineData("http://page.test/sports", "fr", ""), InlineData("http://page.test/sports", "de,fr;q=0.5", "v.i.p.")]
    public void Where_the_rules_do_not_pass_the_others_share_by_weight(string url, string languages, string source) =>
        Comes(WithoutCapped, revive.Ask(2, SeededRevive.Page(url, languages, source), ViewerHistory.Empty));

    [Theory]
    [InlineData("http://page.test/sports", "en", ""), InlineData("http://page.test/news", "fr", "vip"), InlineData("http://page.test/sports", "fr", "vip")]
    public void Where_the_rules_pass_all_share_by_weight(string url, string languages, string source) =>
        Comes(WithCapped, revive.Ask(2, SeededRevive.Page(url, languages, source), ViewerHistory.Empty));

    [Theory]
    [InlineData(new[] { 10 }, false), InlineData(new[] { 30, 10 }, true), InlineData(new[] { 80, 60 }, true), InlineData(new[] { 80, 61 }, false)]
    [InlineData(new[] { 3 * 86_400, 2 * 86_400, 60 }, true), InlineData(new[] { 3 * 86_400, 2 * 86_400, 61 }, false)]
    public void A_viewer_who_has_seen_it_often_enough_shares_as_if_the_rules_did_not_pass(int[] ago, bool isCapped) =>
        Comes(isCapped ? WithoutCapped : WithCapped, revive.Ask(2, SeededRevive.Sports, revive.Saw(9, zone: 2, ago)));

    /// <summary>OpenX shows it to nobody without its cookie: here each page carries its own history, and one without any has seen nothing.</summary>
    [Fact]
    public void A_viewer_who_has_nothing_stored_has_seen_nothing_yet_and_is_shown_what_has_a_cap()
    {
        Comes(WithCapped, revive.Ask(2, SeededRevive.Sports, history: null));
        Comes(new() { ["1"] = 1 }, revive.Ask(3, history: null));
    }

    [Theory]
    [InlineData(new[] { 5 }, "1"), InlineData(new[] { 10, 5 }, "10"), InlineData(new[] { 1_810, 1_800 }, "10"), InlineData(new[] { 1_900, 1_801 }, "1")]
    public void An_override_takes_all_until_its_cap_of_the_session_and_then_the_last_tier_does(int[] ago, string creative) =>
        Comes(new() { [creative] = 1 }, revive.Ask(3, history: revive.Saw(1, zone: 3, ago)));

    [Fact]
    public void Dates_alone_keep_out_what_has_not_begun_and_what_is_over()
    {
        Comes(WithoutCapped, SeededRevive.Untold.Ask(2));
        Comes(WithCapped, SeededRevive.Untold.Ask(2, SeededRevive.Sports));
    }

    [Fact]
    public void A_zone_without_links_has_nothing_and_falls_to_its_chain()
    {
        Assert.Equal(Decision.Passback(PassbackReason.NoLink), revive.Ask(4)(0.5));
        Assert.Equal("2", Assert.Single(revive.Snapshot.ChainOf(revive.Zone(4))).Id);
    }

    private static void Comes(Dictionary<string, double> shares, Func<double, Decision> choose)
    {
        var random = Random();
        Same(shares, Enumerable.Range(0, 40_000).Select(_ => choose(random.NextDouble()).Creative!.Id).CountBy(id => id).ToDictionary());
    }

    private static void Same(Dictionary<string, double> shares, Dictionary<string, int> counts)
    {
        var found = ChiSquare.Of(shares, counts);
        Assert.True(found.Sum < found.Bound(Seeds), $"{found} of {string.Join(", ", counts)}");
    }

#pragma warning disable RS0030 // a seed makes the draws the same each time
    private static Random Random() => new(20_261_122);
#pragma warning restore RS0030
}
