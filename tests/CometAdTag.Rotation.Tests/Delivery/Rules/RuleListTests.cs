using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

public sealed class RuleListTests
{
    private static readonly (string Type, string Comparison, string Data) True = ("Site:Source", "==", "vip"), False = ("Site:Source", "==", "x");

    private static ImmutableArray<DeliveryRule> Rows(params (bool Passes, string Logical)[] rows) => [.. rows.Select(row =>
    {
        var (type, comparison, data) = row.Passes ? True : False;
        return Ruled.Row(type, comparison, data, row.Logical);
    })];

    [Fact]
    public void And_binds_tighter_than_or_and_the_first_word_counts_for_nothing()
    {
        Assert.True(Ruled.Passes(Rows((true, "and"), (true, "or"), (false, "and"))));
        Assert.True(Ruled.Passes(Rows((false, "and"), (false, "and"), (true, "or"))));
        Assert.False(Ruled.Passes(Rows((false, "or"), (true, "and"), (false, "or"))));
        Assert.False(Ruled.Passes(Rows((true, "and"), (false, "and"), (true, "and"))));
        Assert.True(Ruled.Passes(Rows((false, "and"), (true, "or"), (true, "and"), (false, "or"))));
        Assert.True(Ruled.Passes(Rows((true, "or"))));
        Assert.False(Ruled.Passes(Rows((false, "or"))));
    }

    [Theory]
    [InlineData("Site:Unknown", "==", "x", "no such type"), InlineData("site:source", "==", "x", "no such type"), InlineData("Client:Browser", "=~", "FX", "no such type")]
    [InlineData("Site:Source", "lt", "1", "the operator lt"), InlineData("Site:Channel", "!=", "1", "the operator !="), InlineData("Site:Hostnamelist", "==", "a.test", "the operator ==")]
    [InlineData("Time:Hour", "==", "1", "the operator =="), InlineData("Time:Date", "=~", "20261122", "the operator =~"), InlineData("Client:Ip", "=~", "1.2.3.4", "the operator =~")]
    [InlineData("Client:Language", "==", "fr", "the operator =="), InlineData("Client:BrowserVersion", "=~", "Chrome|", "the operator =~"), InlineData("Geo:Country", "==", "US", "the operator ==")]
    [InlineData("Geo:Latlong", "=~", "1,2,3,4", "the operator =~"), InlineData("Geo:City", "lt", "US|x", "the operator lt"), InlineData("Client:Domain", "nn", "x", "the operator nn")]
    [InlineData("Site:Variable", "==", "name", "no name|value"), InlineData("Site:Variable", "lt", "name|x", "no number"), InlineData("Site:Channel", "=~", "9", "no channel \"9\"")]
    [InlineData("Site:Channel", "!~", "1,", "no channel"), InlineData("Time:Hour", "=~", "24", "\"24\""), InlineData("Time:Hour", "!~", "1, 2", "\" 2\""), InlineData("Time:Hour", "!~", "05", "\"05\"")]
    [InlineData("Time:Day", "=~", "7", "\"7\""), InlineData("Time:Hour", "=~", "1@Nowhere/Land", "time zone"), InlineData("Time:Hour", "=~", "1@../../etc/passwd", "time zone")]
    [InlineData("Time:Date", "<", "2026-11-22", "20260131"), InlineData("Client:Ip", "!=", "10.0.0.0/8", "net/mask"), InlineData("Client:Ip", "!=", "256.1.1.1", "net/mask")]
    [InlineData("Client:Ip", "==", "2001:db8::1", "net/mask"), InlineData("Client:Ip", "==", "1.2.3.4.5", "net/mask"), InlineData("Geo:City", "=~", "Paris", "country|cities")]
    [InlineData("Geo:Subdivision1", "!~", "US", "country|subdivisions"), InlineData("Geo:Latlong", "!=", "1,2,3", "latitude"), InlineData("Geo:Latlong", "!=", "1,2,3,x", "latitude")]
    public void A_row_that_cannot_be_read_bars_its_creative_and_says_why(string type, string comparison, string data, string problem)
    {
        Assert.Contains(problem, Ruled.Problem(type, comparison, data), StringComparison.Ordinal);
        Assert.False(Ruled.Passes(type, comparison, data));
        var beside = Ruled.Row(True.Type, True.Comparison, True.Data);
        Assert.False(Ruled.Passes([beside, Ruled.Row(type, comparison, data, "or")]));
        Assert.StartsWith("row 2: ", Ruled.Problem([beside, Ruled.Row(type, comparison, data, "or")]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_that_cannot_be_read_bars_who_names_it_even_to_be_outside()
    {
        Channel[] channels = [new("1", [Ruled.Row("Site:Unknown", "==", "x")]), new("2", [Ruled.Row("Site:Channel", "=~", "1")]), new("3", [])];
        Assert.False(Ruled.Passes([Ruled.Row("Site:Channel", "!~", "1")], channels: channels));
        Assert.Equal("row 1: channel 1: row 1: no such type of rule is known here", Ruled.Problem([Ruled.Row("Site:Channel", "!~", "3,1")], channels));
        Assert.Contains("a channel cannot name channels", Ruled.Problem([Ruled.Row("Site:Channel", "!~", "2")], channels), StringComparison.Ordinal);
    }

    [Fact]
    public void Types_may_carry_the_ad_servers_prefix() => Assert.True(Ruled.Passes("deliveryLimitations:Site:Source", "==", "vip"));

    [Theory]
    [InlineData("Client:Ip", "!=", "1.2.3.4", PageFactKinds.Address), InlineData("Client:Useragent", "!~", "zzz", PageFactKinds.UserAgent), InlineData("Geo:Country", "!~", "FR", PageFactKinds.Geo)]
    [InlineData("Client:OsVersion", "!=", "Windows|7", PageFactKinds.UserAgent), InlineData("Client:Language", "!~", "x", PageFactKinds.Languages), InlineData("Site:Referingpage", "!~", "zzz", PageFactKinds.Referrer)]
    [InlineData("Site:Pageurl", "!~", "zzz", PageFactKinds.Url), InlineData("Site:Hostnamelist", "!~", "x.test", PageFactKinds.Url), InlineData("Site:Variable", "!=", "a|b", PageFactKinds.Variables)]
    public void A_rule_on_what_is_not_known_of_a_page_lets_nothing_pass(string type, string comparison, string data, PageFactKinds asked)
    {
        Assert.True(Ruled.Passes(type, comparison, data));
        Assert.False(Ruled.Passes(type, comparison, data, Ruled.Page with { Known = PageFactKinds.All & ~asked }));
        Assert.Equal(asked, RuleBook.Of(Ruled.SnapshotOf([[Ruled.Row(type, comparison, data)]])).Asks);
    }

    [Fact]
    public void Each_row_says_what_it_finds()
    {
        var rules = Rows((true, "and"), (false, "or")).Add(Ruled.Row("Client:Ip", "==", "1.2.3.4")).Add(Ruled.Row("Site:What", "==", ""));
        var snapshot = Ruled.SnapshotOf([rules]);
        var rows = RuleBook.Of(snapshot).Explain(snapshot.LinkedTo(Sample.Zone)[0], Ruled.Page with { Known = PageFactKinds.Source }, Sample.Now);
        Assert.Equal([(1, true, null), (2, false, null), (3, false, "not known of this page: Address"), (4, false, "no such type of rule is known here")],
            rows.Select(row => (row.Row, row.Passes, row.Problem)));
    }

    [Fact]
    public void The_same_rows_are_asked_once_for_all_creatives_that_have_them()
    {
        var rules = Rows((true, "and"));
        var lists = Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? [] : rules).ToArray();
        var counted = new CountedVariables();
        lists[199] = [Ruled.Row("Site:Variable", "==", "asked|1")];
        lists[198] = [Ruled.Row("Site:Variable", "==", "asked|1")];
        var bits = Ruled.Bits(lists, Ruled.Page with { Variables = counted }, Sample.Now);
        Assert.Equal(1, counted.Asked);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i >= 198 || i % 3 != 0), bits);
    }

    [Fact]
    public void A_decision_by_bits_allocates_nothing()
    {
        var snapshot = Ruled.SnapshotOf([.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? Rows((true, "and"), (false, "or")) : [])]);
        var bits = new ulong[1];
        RuleBook.Of(snapshot).Of(Sample.Zone)!.Evaluate(Ruled.Page, Sample.Now, bits);
        Assert.Equal(0, Allocated.By(() =>
        {
            for (var i = 0; i < 100; i++) Selector.Choose(snapshot, new SlotRequest { Zone = Sample.Zone, PassedRules = bits }, Sample.Now, 0.99);
        }));
    }

    private sealed class CountedVariables : Dictionary<string, string>, IReadOnlyDictionary<string, string>
    {
        public int Asked { get; private set; }

        bool IReadOnlyDictionary<string, string>.TryGetValue(string key, out string value)
        {
            Asked++;
            value = "1";
            return true;
        }
    }
}
