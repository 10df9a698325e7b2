using System.Text;
using CometAdTag.Rotation.Campaigns;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Campaigns;

public sealed class FeedPropertyTests
{
    [Fact]
    public void A_feed_with_any_bytes_changed_is_read_or_refused_and_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int At, byte Value)[]>(), changes =>
        {
            var bytes = Encoding.UTF8.GetBytes(SampleFeed.Text);
            foreach (var (at, value) in changes) bytes[(int)((uint)at % (uint)bytes.Length)] = value;
            IsWhole(CampaignFeed.Read(bytes));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void A_feed_cut_anywhere_is_refused_with_one_error()
    {
        var bytes = Encoding.UTF8.GetBytes(SampleFeed.Text);
        for (var length = 0; length < bytes.Length; length++) Assert.Single(CampaignFeed.Read(bytes.AsMemory(0, length)).Errors);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => IsWhole(SampleFeed.Read(text ?? ""))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_value_in_place_of_any_member_is_read_or_refused_and_never_throws()
    {
        string[] values = ["null", "true", "-1", "0", "1e400", "99999999999999999999999999999999999", "0.5", "\"\"", "\"\\ud83d\\ude00\"", "\"/\"", "[]", "[null]", "[[]]", "{}", "[{}]", "{\"html\":5}"];
        foreach (var member in Members)
            foreach (var value in values) IsWhole(SampleFeed.With(member, value));
    }

    private static readonly string[] Members =
    [
        "version", "generatedAt", "timeZone", "counted", "adServer", "adServer.name", "adServer.imageBase", "websites", "websites[0]", "websites[0].id",
        "websites[0].origins", "zones", "zones[0]", "zones[0].id", "zones[0].website", "zones[0].width", "zones[1].chain", "zones[1].fallback", "zones[1].cap",
        "zones[0].refresh", "zones[0].refresh.interval", "zones[0].refresh.maxRefreshes", "channels", "channels[0]", "channels[0].rules", "campaigns",
        "campaigns[0]", "campaigns[0].tier", "campaigns[0].priority", "campaigns[0].start", "campaigns[0].end", "campaigns[0].booked", "campaigns[0].delivered",
        "campaigns[0].cap", "campaigns[1].weight", "campaigns[1].ecpm", "creatives", "creatives[0]", "creatives[0].type", "creatives[0].image",
        "creatives[0].destination", "creatives[0].width", "creatives[0].rules", "creatives[0].rules[0].data", "links", "links[0]", "links[0].zone",
    ];

    private static void IsWhole(FeedReading reading)
    {
        Assert.Equal(reading.Errors.IsEmpty, reading.Snapshot is not null);
        Assert.All(reading.Errors, error => Assert.InRange(error.Length, 1, 400));
    }
}
