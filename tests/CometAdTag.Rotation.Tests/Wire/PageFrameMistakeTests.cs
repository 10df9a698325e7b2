using System.Text;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class PageFrameMistakeTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"hello\"")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("""[{"type":"bye"}]""")]
    [InlineData("{}")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"type":"hello","url":"https://a.example/","slots":[]}""")]
    [InlineData("""{"Type":"bye"}""")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":["bye"]}""")]
    [InlineData("""{"type":{"type":"bye"}}""")]
    public void What_does_not_begin_with_its_type_is_refused(string json) => Assert.Contains("must be type", Text.Error(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("helo")]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("ready")]
    [InlineData("withdraw")]
    public void An_unknown_type_is_refused_and_named(string type) =>
        Assert.Equal($"type: \"{type}\" is no frame", Text.Error($$"""{"type":"{{type}}"}"""));

    [Theory]
    [InlineData("""{"type":"hello"}""", "'v', 'url', 'slots'")]
    [InlineData("""{"type":"hello","url":"https://a.example/","slots":[]}""", "'v'")]
    [InlineData("""{"type":"hello","v":1,"slots":[]}""", "'url'")]
    [InlineData("""{"type":"hello","v":1,"url":"https://a.example/"}""", "'slots'")]
    [InlineData("""{"type":"slots","add":[{}]}""", "'slot', 'zone', 'w', 'h'")]
    [InlineData("""{"type":"slots","add":[{"slot":"a","zone":"1","w":1}]}""", "'h'")]
    [InlineData("""{"type":"receipt","token":"t","stage":"rendered"}""", "'n'")]
    [InlineData("""{"type":"event"}""", "'name'")]
    public void A_member_that_is_required_and_missing_is_named(string json, string missing) =>
        Assert.Equal($"missing required properties including: {missing}.", Text.Error(json));

    [Theory]
    [InlineData("v", "\"1\"", "$.v")]
    [InlineData("v", "1.5", "$.v")]
    [InlineData("v", "null", "$.v")]
    [InlineData("v", "99999999999", "$.v")]
    [InlineData("v", "1e400", "$.v")]
    [InlineData("url", "5", "$.url")]
    [InlineData("url", "null", "$.url")]
    [InlineData("url", "\"\\ud800\"", "$.url")]
    [InlineData("referrer", "null", "$.referrer")]
    [InlineData("source", "\"a\\udc00b\"", "$.source")]
    [InlineData("page", "{}", "$.page")]
    [InlineData("visible", "1", "$.visible")]
    [InlineData("visible", "\"true\"", "$.visible")]
    [InlineData("slots", "null", "$.slots")]
    [InlineData("slots", "{}", "$.slots")]
    [InlineData("slots", "[5]", "$.slots[0]")]
    [InlineData("slots", """[{"slot":"a","zone":1}]""", "$.slots[0].zone")]
    [InlineData("slots", """[{"slot":"a","zone":"1","w":300.5}]""", "$.slots[0].w")]
    [InlineData("slots", """[{"slot":"a","zone":"1","w":2147483648}]""", "$.slots[0].w")]
    [InlineData("slots", """[{"slot":null}]""", "$.slots[0].slot")]
    [InlineData("resume", """[{"slot":"a","token":"t","shown":"5"}]""", "$.resume[0].shown")]
    [InlineData("receipts", """[{"n":1},{"n":"2"}]""", "$.receipts[1].n")]
    [InlineData("receipts", """[{"n":9223372036854775808}]""", "$.receipts[0].n")]
    [InlineData("events", """[{"name":5}]""", "$.events[0].name")]
    [InlineData("consent", "null", "$.consent")]
    [InlineData("consent", "true", "$.consent")]
    [InlineData("consent", """{"storage":"yes"}""", "$.consent.storage")]
    [InlineData("variables", "[]", "$.variables")]
    [InlineData("variables", """{"a":5}""", "$.variables.a")]
    [InlineData("variables", """{"\ud800":"x"}""", "$.variables")]
    public void A_wrong_value_is_refused_and_its_place_is_named(string member, string value, string place) =>
        Assert.Equal($"{place}: the value is of the wrong kind or out of range", Text.Error(Text.HelloWith(member, value)));

    [Theory]
    [InlineData("slots")]
    [InlineData("resume")]
    [InlineData("receipts")]
    [InlineData("events")]
    public void A_null_in_a_list_of_a_hello_is_refused(string member) => Assert.Equal($"{member}: null is no item", Text.Error(Text.HelloWith(member, "[null]")));

    [Theory]
    [InlineData("""{"type":"slots","add":[null]}""", "slots: null is no item")]
    [InlineData("""{"type":"slots","remove":["a",null]}""", "remove: null is no item")]
    [InlineData("""{"type":"event","name":"x","slots":[null]}""", "slots: null is no item")]
    [InlineData("""{"type":"page","variables":{"a":null}}""", "variables.a: null is no text")]
    [InlineData("""{"type":"view","slots":{"a":null}}""", "$.slots.a: the value is of the wrong kind or out of range")]
    [InlineData("""{"type":"view","slots":null}""", "$.slots: the value is of the wrong kind or out of range")]
    public void A_null_in_a_list_or_map_of_another_frame_is_refused(string json, string error) => Assert.Equal(error, Text.Error(json));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("""{"type":"bye" """)]
    [InlineData("""{"type":"bye"} x""")]
    [InlineData("""{"type":"bye"}{"type":"bye"}""")]
    [InlineData("""{"type":"bye",}""")]
    [InlineData("""{"type":"bye"/* no */}""")]
    [InlineData("""{'type':'bye'}""")]
    [InlineData("""{"type":"bye","x":01}""")]
    [InlineData("""{"type":"bye","x":NaN}""")]
    [InlineData("""{"type":"bye","x":"\q"}""")]
    [InlineData("""{"type":"bye","x":[[[[[[[[]]]]]]]]}""")]
    [InlineData("\ufeff{\"type\":\"bye\"}")]
    public void What_is_no_JSON_or_nested_too_deep_is_refused(string json) => Text.Error(json);

    [Fact]
    public void What_is_nested_very_deep_is_refused() => Text.Error("""{"type":"bye","x":""" + new string('[', 100_000));

    [Theory]
    [InlineData("type")]
    [InlineData("name")]
    public void Text_that_is_no_UTF_8_is_refused(string member)
    {
        var json = Encoding.Latin1.GetBytes("""{"type":"event","name":"goal"}""".Replace($"\"{member}\":\"", $"\"{member}\":\"\xff\xfe", StringComparison.Ordinal));
        Assert.Contains(member, Text.Error(json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"QQ"}""")]
    [InlineData("""{"type":"event","name":"x","trigger":"QQ"}""")]
    [InlineData("""{"type":"view","slots":{"QQ":5}}""")]
    [InlineData("""{"type":"page","variables":{"QQ":null}}""")]
    public void An_error_repeats_only_a_little_of_what_the_page_sent(string json) =>
        Text.Error(json.Replace("QQ", new string('q', 200_000), StringComparison.Ordinal));
}
