using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

public sealed class TimeRuleTests
{
    private static bool Passes(string type, string comparison, string data, string now) =>
        Ruled.Passes([Ruled.Row(type, comparison, data)], now: DateTimeOffset.Parse(now));

    [Theory]
    [InlineData("12", "2026-11-22T12:59:59Z", true), InlineData("12", "2026-11-22T13:00:00Z", false), InlineData("13@Europe/Paris", "2026-11-22T12:00:00Z", true)]
    [InlineData("14@Europe/Paris", "2026-07-22T12:00:00Z", true), InlineData("13@Europe/Paris", "2026-07-22T12:00:00Z", false), InlineData("12@UTC", "2026-11-22T12:00:00Z", true)]
    [InlineData("17@Asia/Kathmandu", "2026-11-22T12:14:59Z", true), InlineData("17@Asia/Kathmandu", "2026-11-22T12:15:00Z", false), InlineData("0,1,2,3", "2026-11-22T12:00:00Z", false)]
    [InlineData("12@", "2026-11-22T12:00:00Z", true)]
    public void Hours_are_those_of_the_rules_time_zone(string data, string now, bool passes)
    {
        Assert.Equal(passes, Passes("Time:Hour", "=~", data, now));
        Assert.Equal(!passes, Passes("Time:Hour", "!~", data, now));
    }

    [Theory]
    [InlineData("0", "2026-11-22T12:00:00Z", true), InlineData("1@Pacific/Auckland", "2026-11-22T12:00:00Z", true), InlineData("6@America/New_York", "2026-11-22T04:59:00Z", true)]
    [InlineData("1,2,3,4,5", "2026-11-22T12:00:00Z", false)]
    public void Days_count_from_sunday(string data, string now, bool passes)
    {
        Assert.Equal(passes, Passes("Time:Day", "=~", data, now));
        Assert.Equal(!passes, Passes("Time:Day", "!~", data, now));
    }

    [Theory]
    [InlineData("=~"), InlineData("!~")]
    public void Without_hours_or_days_every_time_passes(string comparison)
    {
        Assert.True(Passes("Time:Hour", comparison, "@Europe/Paris", "2026-11-22T12:00:00Z"));
        Assert.True(Passes("Time:Day", comparison, "", "2026-11-22T12:00:00Z"));
    }

    [Theory]
    [InlineData("20261122", "==", true), InlineData("20261122", "!=", false), InlineData("20261122", ">=", true), InlineData("20261122", "<=", true)]
    [InlineData("20261122", ">", false), InlineData("20261122", "<", false), InlineData("20261121", ">", true), InlineData("20261123", "<", true)]
    [InlineData("20261123@Pacific/Auckland", "==", true), InlineData("20261122@Pacific/Auckland", "==", false)]
    [InlineData("", "==", false), InlineData("", ">", true), InlineData("00000000", "<=", false), InlineData("00000000", "!=", true)]
    public void Dates_are_compared_in_the_rules_time_zone(string data, string comparison, bool passes) =>
        Assert.Equal(passes, Passes("Time:Date", comparison, data, "2026-11-22T12:00:00Z"));

    [Fact]
    public void What_a_page_passes_is_right_until_the_next_quarter_of_an_hour_where_rules_are_on_time()
    {
        var (timed, untimed) = (Rules("Time:Hour", "=~", "12"), Rules("Site:Source", "==", "vip"));
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T12:15:00Z"), timed.RightUntil(DateTimeOffset.Parse("2026-11-22T13:14:59+01:00")));
        Assert.Equal(DateTimeOffset.Parse("2026-11-22T12:30:00Z"), timed.RightUntil(DateTimeOffset.Parse("2026-11-22T12:15:00Z")));
        Assert.Equal(DateTimeOffset.MaxValue, untimed.RightUntil(Sample.Now));
    }

    [Fact]
    public void No_time_zone_of_today_shifts_the_clock_by_other_than_quarters() =>
        Assert.All(TimeZoneInfo.GetSystemTimeZones(), zone =>
        {
            for (var hours = 0; hours < 400 * 24; hours += 24)
                Assert.Equal(0, zone.GetUtcOffset(Sample.Now.AddHours(hours)).Ticks % (15 * TimeSpan.TicksPerMinute));
        });

    private static ZoneRules Rules(string type, string comparison, string data) =>
        RuleBook.Of(Ruled.SnapshotOf([[Ruled.Row(type, comparison, data)]])).Of(Sample.Zone)!;
}
