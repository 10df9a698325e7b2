using System.Text.RegularExpressions;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

public sealed class RegexRuleTests
{
    private static bool Matches(string pattern, string source)
    {
        Assert.Null(Ruled.Problem("Site:Source", "=x", pattern));
        return Ruled.Passes("Site:Source", "=x", pattern, Ruled.Page with { Source = source });
    }

    [Theory]
    [InlineData("^v.p$", "vip", true), InlineData("^v.p$", "vipp", false), InlineData("[[:digit:]]{2}", "a12", true), InlineData("[[:alpha:]]{2}", "a12", false)]
    [InlineData(@"\D\d", "12", true), InlineData(@"\bvip\b", "a-vip-b", true), InlineData("a[b[c]", "a[", true), InlineData("[]x]", "]", true), InlineData("[^]x]", "]", false)]
    [InlineData(@"\x41", "a", false), InlineData(@"\x{61}", "a", true), InlineData("(?:a|b)+c", "abac", true), InlineData("(?i)VIP", "vip", true), InlineData(@"a\_b", "a_b", true)]
    [InlineData("^.{2}$", "ü", true), InlineData("^.$", "ü", false), InlineData(@"\w", "ü", false), InlineData("ü", "für", true), InlineData(@"\xc3\xbc", "ü", true), InlineData("a#b", "a#b", true)]
    [InlineData("Ü", "ü", false), InlineData("x{,2}", "x{,2}", true), InlineData(@"[\]]", "]", true), InlineData("[[:punct:]]", "!", true), InlineData("[[:punct:]]", "a", false)]
    public void A_regular_expression_means_what_it_means_to_the_ad_server(string pattern, string source, bool matches) =>
        Assert.Equal(matches, Matches(pattern, source));

    [Theory]
    [InlineData("(?=a)"), InlineData("(?<!a)b"), InlineData(@"(a)\1"), InlineData("a["), InlineData("(a"), InlineData("a++"), InlineData("(?>a)"), InlineData("(?|a)"), InlineData("(*UTF8)a")]
    [InlineData(@"\h"), InlineData(@"\p{L}"), InlineData("a\\"), InlineData(@"\#"), InlineData("[[.a.]]"), InlineData(@"\x{263a}"), InlineData("[[:what:]]"), InlineData("(?<name>a)")]
    [InlineData("((a{1,1000}){1,1000}){1,1000}"), InlineData("a.{0,400}a.{0,400}ab"), InlineData("a{99999999999}"), InlineData("((((a{9}){9}){9}){9}){9}"), InlineData("(a{1,16}){1,16}!")]
    public void One_that_cannot_be_had_safely_bars_the_creative_with_either_operator(string pattern)
    {
        Assert.StartsWith("row 1: the regular expression cannot be used here", Ruled.Problem("Site:Source", "=x", pattern), StringComparison.Ordinal);
        Assert.False(Ruled.Passes("Site:Source", "=x", pattern));
        Assert.False(Ruled.Passes("Site:Source", "!x", pattern));
    }

    [Theory]
    [InlineData("(a+)+$"), InlineData("(a|aa)+$"), InlineData("(a|a?)+$"), InlineData("^(([a-z])+.)+[a-z]([a-z])+$"), InlineData("(.*a){20}x"), InlineData("a.{0,49}a.{0,49}ab"), InlineData("(a|b)*a(a|b){50}c"), InlineData("((a{1,4}){1,4}){1,4}!$"), InlineData("((.?.?)?.?){33}!$")]
    public async Task A_bomb_ends(string pattern) =>
        await Task.Run(() => Matches(pattern, new string('a', 2_000) + "!")).WaitAsync(TimeSpan.FromSeconds(5));

    [Fact]
    public void One_that_keeps_overrunning_its_time_is_not_asked_again()
    {
        var regex = SafeRegex.Read("a.{0,49}a.{0,49}ab", TimeSpan.FromMilliseconds(1), out _)!;
        for (var i = 0; i < 3; i++) Assert.Throws<RegexMatchTimeoutException>(() => regex.Matches(new string('a', 100_000 * (i + 1))));
        Assert.Throws<RegexMatchTimeoutException>(() => regex.Matches("a"));
    }

    [Fact]
    public void While_one_overruns_its_time_nothing_passes_not_even_its_opposite()
    {
        var row = Ruled.Row("Site:Source", "=x", "slow");
        var slow = new RuleList([row], [new(_ => throw new RegexMatchTimeoutException(), PageFactKinds.None, null)]);
        var outside = new RuleList([row], [new(sight => !sight.IsIn(slow), PageFactKinds.None, null)]);
        var sight = new RuleSight(Ruled.Page, Sample.Now);
        Assert.False(slow.Allows(sight));
        Assert.False(outside.Allows(sight));
        Assert.Equal(new(1, row, false, "the regular expression takes too long"), Assert.Single(outside.Explain(sight)));
    }

    [Fact]
    public async Task A_bomb_of_parentheses_or_length_ends() => await Task.Run(() =>
    {
        Ruled.Problem("Site:Source", "=x", new string('(', 20_000) + new string(')', 20_000));
        Ruled.Problem("Site:Source", "=x", string.Join('|', Enumerable.Range(0, 20_000)));
        Ruled.Problem("Site:Source", "=x", new string('[', 100_000));
    }).WaitAsync(TimeSpan.FromSeconds(10));
}
