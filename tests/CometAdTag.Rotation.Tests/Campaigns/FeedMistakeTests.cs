using System.Text;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Campaigns;

public sealed class FeedMistakeTests
{
    [Theory]
    [InlineData("version", "2", "version: 2; this service reads version 1")]
    [InlineData("version", null, "version: missing")]
    [InlineData("generatedAt", "\"2026-11-22T09:30:00\"", "generatedAt: \"2026-11-22T09:30:00\" is no timestamp with an offset (2026-01-31T18:00:00+01:00)")]
    [InlineData("generatedAt", null, "generatedAt: missing")]
    [InlineData("timeZone", "\"Mars/Olympus\"", "timeZone: \"Mars/Olympus\" is no time zone known here (such as Europe/Paris)")]
    [InlineData("timeZone", "\"../../../dev/zero\"", "timeZone: \"../../../dev/zero\" is no time zone known here (such as Europe/Paris)")]
    [InlineData("adServer", "[]", "adServer: an array, not an object")]
    [InlineData("adServer.imageBase", "\"//evil.example\"", "adServer.imageBase: \"//evil.example\" is neither an http(s) URL nor a path that starts with one \"/\"")]
    [InlineData("websites", "{}", "websites: an object, not an array")]
    [InlineData("websites[0]", "5", "websites[0]: 5, not an object")]
    [InlineData("websites[0].origins", "[\"https://a.example/\"]", "websites[0].origins[0]: \"https://a.example/\" is no origin (http or https, a host, maybe a port, and nothing after it)")]
    [InlineData("websites[0].origins", "[\"https://a.example\", 5]", "websites[0].origins[1]: 5, not a string")]
    [InlineData("zones[1].id", "1", "zones[1].id: \"1\" is there twice")]
    [InlineData("zones[0].website", "9", "zones[0].website: no website has the id \"9\"")]
    [InlineData("zones[0].name", null, "zones[0].name: missing")]
    [InlineData("zones[0].width", "0", "zones[0].width: 0 is neither a size from 1 to 10000 nor -1 (any)")]
    [InlineData("zones[0].height", "10001", "zones[0].height: 10001 is no whole number from -1 to 10000")]
    [InlineData("zones[1].chain", "\"nowhere\"", "zones[1].chain: no zone has the id \"nowhere\"")]
    [InlineData("zones[1].fallback", "{}", "zones[1].fallback.html: missing")]
    [InlineData("zones[1].cap.total", "-1", "zones[1].cap.total: -1 is no whole number from 0 to 2147483647")]
    [InlineData("zones[0].refresh.interval", "0", "zones[0].refresh.interval: 0 seconds is no interval")]
    [InlineData("zones[0].refresh.maxRefreshes", "-1", "zones[0].refresh.maxRefreshes: -1 is no whole number from 0 to 2147483647")]
    [InlineData("channels[0].rules[0].logical", "\"xor\"", "channels[0].rules[0].logical: \"xor\" is none of and, or")]
    [InlineData("campaigns[1].id", "10", "campaigns[1].id: \"10\" is there twice")]
    [InlineData("campaigns[0].tier", "\"gold\"", "campaigns[0].tier: \"gold\" is none of override, contract, remnant, ecpm")]
    [InlineData("campaigns[0].priority", "11", "campaigns[0].priority: 11 is no whole number from 1 to 10")]
    [InlineData("campaigns[0].priority", null, "campaigns[0].priority: missing")]
    [InlineData("campaigns[1].weight", "-1", "campaigns[1].weight: -1 is no whole number from 0 to 2147483647")]
    [InlineData("campaigns[1].weight", "1.5", "campaigns[1].weight: 1.5 is no whole number from 0 to 2147483647")]
    [InlineData("campaigns[1].weight", "\"1\"", "campaigns[1].weight: \"1\" is no whole number from 0 to 2147483647")]
    [InlineData("campaigns[1].status", "\"Running\"", "campaigns[1].status: \"Running\" is none of running, paused, awaiting, expired, inactive")]
    [InlineData("campaigns[0].end", "\"2026-01-30\"", "campaigns[0].end: is not after start")]
    [InlineData("campaigns[0].start", "\"31.1.2026\"", "campaigns[0].start: \"31.1.2026\" is neither a date (2026-01-31) nor a timestamp with an offset (2026-01-31T18:00:00+01:00)")]
    [InlineData("campaigns[0].booked.impressions", "\"many\"", "campaigns[0].booked.impressions: \"many\" is no whole number from 0 to 9223372036854775807")]
    [InlineData("campaigns[0].noRefresh", "\"yes\"", "campaigns[0].noRefresh: \"yes\", not true or false")]
    [InlineData("campaigns[1].ecpm", "-0.1", "campaigns[1].ecpm: -0.1 is no number from 0 to 1000000000")]
    [InlineData("creatives[0].id", "\"\"", "creatives[0].id: \"\" is no id (a string or integer of 1 to 32 bytes without control characters)")]
    [InlineData("creatives[1].id", "100", "creatives[1].id: \"100\" is there twice")]
    [InlineData("creatives[0].campaign", "99", "creatives[0].campaign: no campaign has the id \"99\"")]
    [InlineData("creatives[0].type", "\"video\"", "creatives[0].type: \"video\" is none of image, html")]
    [InlineData("creatives[0].image", null, "creatives[0].image: missing")]
    [InlineData("creatives[0].image", "5", "creatives[0].image: a number, not a string")]
    [InlineData("creatives[0].image", "\"javascript:alert(1)\"", "creatives[0].image: \"javascript:alert(1)\" is neither an http(s) URL nor a path that starts with one \"/\", and no file name")]
    [InlineData("creatives[0].destination", null, "creatives[0].destination: missing")]
    [InlineData("creatives[0].destination", "\"\"", "creatives[0].destination: \"\" is neither an http(s) URL nor a path that starts with one \"/\"")]
    [InlineData("creatives[0].destination", "\"//evil.example/\"", "creatives[0].destination: \"//evil.example/\" is neither an http(s) URL nor a path that starts with one \"/\"")]
    [InlineData("creatives[0].destination", "\"/\\\\evil.example\"", "creatives[0].destination: \"/\\evil.example\" is neither an http(s) URL nor a path that starts with one \"/\"")]
    [InlineData("creatives[1].destination", "\"ftp://a.example\"", "creatives[1].destination: \"ftp://a.example\" is neither an http(s) URL nor a path that starts with one \"/\"")]
    [InlineData("creatives[1].html", null, "creatives[1].html: missing")]
    [InlineData("creatives[1].html", "\"\"", "creatives[1].html: is empty")]
    [InlineData("creatives[0].width", "0", "creatives[0].width: 0 is no whole number from 1 to 10000")]
    [InlineData("creatives[0].rules[0].type", "\"\"", "creatives[0].rules[0].type: is empty")]
    [InlineData("links[0].zone", "\"gone\"", "links[0].zone: no zone has the id \"gone\"")]
    [InlineData("links[2].creative", "99", "links[2].creative: no creative has the id \"99\"")]
    [InlineData("links", null, "links: missing")]
    public void A_mistake_is_named_with_its_path_and_refuses_the_feed(string path, string? json, string error)
    {
        var reading = SampleFeed.With(path, json);
        Assert.Null(reading.Snapshot);
        Assert.Contains(error, reading.Errors);
    }

    [Theory]
    [InlineData("campaigns[0].tier", "\"gold\""), InlineData("creatives[0].image", "5"), InlineData("zones[0].name", "5"), InlineData("creatives[0].campaign", "99")]
    public void One_mistake_makes_one_error(string path, string json) => Assert.Single(SampleFeed.ErrorsWith(path, json));

    [Fact]
    public void A_mere_file_name_needs_an_image_base() => Assert.Equal(
        ["creatives[0].image: \"a/b.png\" is a file name, and adServer.imageBase is missing"], SampleFeed.ErrorsWith("adServer.imageBase", null));

    [Fact]
    public void Html_of_a_byte_too_many_is_refused()
    {
        Assert.Empty(SampleFeed.ErrorsWith("creatives[1].html", $"\"{new string('x', 262_144)}\""));
        Assert.Equal(["creatives[1].html: 262145 bytes are more than 262144"], SampleFeed.ErrorsWith("creatives[1].html", $"\"{new string('x', 262_145)}\""));
    }

    [Theory]
    [InlineData("0123456789012345678901234567890123"), InlineData("\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"), InlineData("a\\nb"), InlineData("a\\u007fb")]
    public void An_id_has_at_most_32_bytes_and_no_control_characters(string id) =>
        Assert.StartsWith("zones[0].id: ", SampleFeed.ErrorsWith("zones[0].id", $"\"{id}\"")[0]);

    [Fact]
    public void What_a_feed_says_cannot_break_a_line_of_the_log() =>
        Assert.All(SampleFeed.ErrorsWith("campaigns[0].tier", "\"gold\\nforged line\\u0000\\u2028\""), error => Assert.DoesNotContain(error, char.IsControl));

    [Fact]
    public void A_batch_has_a_longer_id_than_a_creative_and_not_any()
    {
        Assert.Empty(SampleFeed.Read(SampleFeed.Text.Replace("\"counted\": 7", $"\"counted\": \"{new string('b', 64)}\"", StringComparison.Ordinal)).Errors);
        var error = Assert.Single(SampleFeed.Read(SampleFeed.Text.Replace("\"counted\": 7", $"\"counted\": \"{new string('b', 65)}\"", StringComparison.Ordinal)).Errors);
        Assert.StartsWith("counted: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_errors_are_named_and_the_others_counted()
    {
        var links = string.Join(',', Enumerable.Repeat("{ \"zone\": 1, \"creative\": \"gone\" }", 130));
        var errors = SampleFeed.ErrorsWith("links", $"[{links}]");
        Assert.Equal((101, "and 30 more"), (errors.Length, errors[^1]));
    }

    [Fact]
    public void All_mistakes_of_a_feed_are_named_at_once()
    {
        var errors = SampleFeed.Read(SampleFeed.Text.Replace("\"contract\"", "\"gold\"", StringComparison.Ordinal).Replace("\"side\"", "\"\\t\"", StringComparison.Ordinal)).Errors;
        Assert.Equal(["zones[1].id", "campaigns[0].tier", "links[2].zone"], errors.Select(error => error[..error.IndexOf(':', StringComparison.Ordinal)]));
    }

    private static string Repeat(char c, int n) => new(c, n);

    [Fact]
    public void A_document_that_is_no_feed_is_one_error_with_line_and_position()
    {
        (string Text, string Error)[] documents =
        [
            ("", "line 1, position 1: the feed is empty"),
            (" \n ", "line 1, position 1: the feed is empty"),
            ("\n <!doctype html><p>502", "line 2, position 2: the feed is HTML or XML, not JSON"),
            ("[]", "line 1, position 1: the feed is an array, not an object"),
            ("null", "line 1, position 1: the feed is null, not an object"),
            ("{\n  \"version\": 1,\n  \"version\": 1 }", "line 3, position 3: the member \"version\" is there twice"),
            ("{ \"a\": [ { \"b\": 1 }, { \"b\": 1, \"b\": 2 } ] }", "line 1, position 32: the member \"b\" is there twice"),
            ("{ \"version\": 1,\n \"x\": \"\\ud800\" }", "line 2, position 7: the text has half a surrogate pair"),
        ];
        Assert.All(documents, document => Assert.Equal([document.Error], SampleFeed.Errors(document.Text)));
    }

    [Fact]
    public void Deep_nesting_and_a_cut_feed_are_one_error_each()
    {
        Assert.StartsWith("line 1, position 33: not valid JSON: ", Assert.Single(SampleFeed.Read(Repeat('[', 100_000)).Errors));
        Assert.StartsWith("line 6, position ", Assert.Single(SampleFeed.Read(SampleFeed.Text[..380]).Errors));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_one_error()
    {
        var bytes = Encoding.UTF8.GetBytes(SampleFeed.Text);
        bytes[bytes.AsSpan().IndexOf("News"u8)] = 0xff;
        Assert.Equal("line 4, position 37: the text is not valid UTF-8", Assert.Single(CampaignFeed.Read(bytes).Errors));
    }
}
