using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class PageFrameLimitTests
{
    private const string Site = "https://a.example/";

    public static TheoryData<string, Func<int, string>, int> Limits => new()
    {
        { "page", n => Text.HelloWith("page", Text.Quoted('p', n)), 64 },
        { "url", n => Text.HelloWith("url", $"\"{Site}{new string('u', n - Site.Length)}\""), 2_048 },
        { "referrer", n => Text.HelloWith("referrer", Text.Quoted('r', n)), 2_048 },
        { "viewer", n => Text.HelloWith("viewer", Text.Quoted('v', n)), 2_048 },
        { "source", n => Text.HelloWith("source", Text.Quoted('s', n)), WireLimits.Source },
        { "slots", n => Text.HelloWith("slots", Text.List(n, Slot)), 200 },
        { "slot", n => Text.HelloWith("slots", $"[{Slot(Text.Quoted('s', n), "\"1\"")}]"), 64 },
        { "zone", n => Text.HelloWith("slots", $"[{Slot("\"a\"", Text.Quoted('z', n))}]"), 64 },
        { "resume", n => Text.HelloWith("resume", Text.List(n, i => $$"""{"slot":"s{{i}}","token":"t"}""")), 200 },
        { "receipts", n => Text.HelloWith("receipts", Text.List(n, i => $$"""{"n":{{i}}}""")), WireLimits.Receipts },
        { "events", n => Text.HelloWith("events", Text.List(n, _ => """{"name":"x"}""")), WireLimits.Events },
        { "name", n => Text.HelloWith("events", $$"""[{"name":"x"},{"name":{{Text.Quoted('e', n)}}}]"""), WireLimits.EventName },
        { "variables", n => Text.HelloWith("variables", Variables(n)), 32 },
        { "variables", n => Text.HelloWith("variables", $$"""{ {{Text.Quoted('k', n)}}:"v"}"""), 64 },
        { "variables", n => Text.HelloWith("variables", $$"""{"k":{{Text.Quoted('v', n)}} }"""), 256 },
        { "slots", n => $$"""{"type":"slots","add":{{Text.List(n, Slot)}}}""", 200 },
        { "remove", n => $$"""{"type":"slots","remove":{{Text.List(n, i => $"\"s{i}\"")}}}""", 200 },
        { "slots", n => $$"""{"type":"view","slots":{ {{string.Join(',', Enumerable.Range(0, n).Select(i => $"\"s{i}\":true"))}} } }""", 200 },
        { "url", n => $$"""{"type":"page","url":"{{Site}}{{new string('u', n - Site.Length)}}"}""", 2_048 },
        { "referrer", n => $$"""{"type":"page","referrer":{{Text.Quoted('r', n)}}}""", 2_048 },
        { "viewer", n => $$"""{"type":"page","viewer":{{Text.Quoted('v', n)}}}""", 2_048 },
        { "source", n => $$"""{"type":"page","source":{{Text.Quoted('s', n)}}}""", WireLimits.Source },
        { "variables", n => $$"""{"type":"page","variables":{{Variables(n)}}}""", 32 },
        { "name", n => $$"""{"type":"event","name":{{Text.Quoted('e', n)}}}""", WireLimits.EventName },
        { "slots", n => $$"""{"type":"event","name":"x","slots":{{Text.List(n, i => $"\"s{i}\"")}}}""", 200 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void What_is_at_a_limit_is_read_and_one_more_is_refused_by_name(string name, Func<int, string> json, int limit)
    {
        Text.Read(json(limit));
        Assert.Contains(name, Text.Error(json(limit + 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v", "0", "v: 0 is not 1")]
    [InlineData("v", "2", "v: 2 is not 1")]
    [InlineData("url", "\"\"", "url: not an absolute http or https URL")]
    [InlineData("url", "\"/path\"", "url: not an absolute http or https URL")]
    [InlineData("url", "\"file:///etc/hosts\"", "url: not an absolute http or https URL")]
    [InlineData("url", "\"javascript:1\"", "url: not an absolute http or https URL")]
    [InlineData("slots", """[{"slot":"","zone":"1","w":1,"h":1}]""", "slot: a name has 1 to 64 characters")]
    [InlineData("slots", """[{"slot":"a","zone":"1","w":1,"h":1},{"slot":"a","zone":"2","w":1,"h":1}]""", "slot: \"a\" is there twice")]
    [InlineData("slots", """[{"slot":"a","zone":"1","w":-2,"h":1}]""", "slot \"a\": w and h are not negative")]
    [InlineData("slots", """[{"slot":"a","zone":"1","w":1,"h":-2}]""", "slot \"a\": w and h are not negative")]
    [InlineData("slots", """[{"slot":"a","zone":"1","w":1,"h":1,"variables":{"a":null}}]""", "slot \"a\": variables.a: null is no text")]
    [InlineData("events", """[{"name":"x","trigger":"time"}]""", "trigger: \"time\" is neither event nor user")]
    [InlineData("events", """[{"name":"x","trigger":""}]""", "trigger: \"\" is neither event nor user")]
    public void A_hello_that_breaks_a_rule_is_refused_and_the_rule_is_named(string member, string value, string error) =>
        Assert.Equal(error, Text.Error(Text.HelloWith(member, value)));

    [Fact]
    public void The_limits_are_those_of_the_protocol() =>
        Assert.Equal(
            (64 * 1024, 256 * 1024, 256 * 1024, 200, 64, 32, 64, 256, 2048, 2048, 240),
            (WireLimits.Body, WireLimits.Hello, WireLimits.Html, WireLimits.Slots, WireLimits.SlotName, WireLimits.Variables,
                WireLimits.VariableName, WireLimits.VariableValue, WireLimits.Url, WireLimits.Viewer, WireLimits.Token));

    private static string Slot(int number) => Slot($"\"s{number}\"", "\"1\"");

    private static string Slot(string name, string zone) => $$"""{"slot":{{name}},"zone":{{zone}},"w":300,"h":250}""";

    private static string Variables(int count) => $$"""{ {{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"v\""))}} }""";
}
