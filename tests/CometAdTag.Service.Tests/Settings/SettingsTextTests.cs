using System.Text;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Settings;

public sealed class SettingsTextTests
{
    [Fact]
    public void A_file_may_have_comments_trailing_commas_and_a_byte_order_mark()
    {
        var text = Read("""
            {
              // who may connect
              "Pages": { "AllowedOrigins": ["https://a.example", "https://b.example",], "MaxPages": 5, "AllowNoOrigin": true, },
              /* more */ "Data": { "Path": null }
            }
            """, "\uFEFF");
        Assert.Equal(
            ["Data:Path=", "Pages:AllowNoOrigin=true", "Pages:AllowedOrigins:0=https://a.example", "Pages:AllowedOrigins:1=https://b.example", "Pages:MaxPages=5"],
            text.Values.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_knows_its_line()
    {
        var text = Read("{\n\n \"Pages\": {\n  \"MaxPages\": 5,\n  \"Heartbeat\":\n   \"00:00:20\"\n }\n}", "\uFEFF");
        Assert.Equal(4, text.LineOf("Pages:MaxPages"));
        Assert.Equal(6, text.LineOf("pages:heartbeat"));
        Assert.Equal(4, text.LineOf("Pages"));
        Assert.Equal(0, text.LineOf("Page"));
    }

    [Theory]
    [InlineData("{\n  \"Access\": {\n    \"Password\": s3cret\n  }\n}", "line 3, character 17")]
    [InlineData("{\n  \"Password\": \"s3cret\"\n  \"Data\": 1\n}", "line 3, character 3")]
    [InlineData("{\n  \"Password\": \"s3cret\n}", "line 2, character 22")]
    [InlineData("{\n  \"Password\": \"s3cret\"\n} s3cret", "line 3, character 3")]
    [InlineData("{ \"Password\": \"s3cret\"", "line 1, character")]
    [InlineData("", "line 1, character 1")]
    public void What_is_not_JSON_is_named_with_its_place_and_without_its_value(string json, string place)
    {
        var error = Assert.Single(Assert.Throws<SettingsException>(() => Read(json)).Errors);
        Assert.StartsWith($"config/cometadtag.json, {place}", error, StringComparison.Ordinal);
        Assert.Contains("not JSON", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_object_is_refused() =>
        Assert.Equal(["config/cometadtag.json, line 1: must be a JSON object."], Assert.Throws<SettingsException>(() => Read("[1]")).Errors);

    [Fact]
    public void Keys_that_stand_twice_are_all_named_with_both_lines()
    {
        var wrong = Assert.Throws<SettingsException>(() => Read("{\n\"A\": 1,\n\"B\": { \"C\": 2 },\n\"a\": 3,\n\"B\": { \"C\": 4 }\n}"));
        Assert.Equal(
            [
                "config/cometadtag.json, line 4: a stands in the file twice, first on line 2.",
                "config/cometadtag.json, line 5: B:C stands in the file twice, first on line 3.",
            ],
            wrong.Errors);
    }

    private static SettingsText Read(string json, string mark = "") => SettingsText.Read("config/cometadtag.json", Encoding.UTF8.GetBytes(mark + json));
}
