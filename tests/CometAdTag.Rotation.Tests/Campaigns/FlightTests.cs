namespace CometAdTag.Rotation.Tests.Campaigns;

public sealed class FlightTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-01-30T23:00:00Z"), InlineData("2026-07-31", "2026-07-30T22:00:00Z"), InlineData("2026-01-31T18:00:00+05:00", "2026-01-31T13:00:00Z")]
    [InlineData("2026-01-31T18:00:00.25Z", "2026-01-31T18:00:00.25Z")]
    public void A_flight_starts_at_local_midnight_or_at_a_timestamp(string start, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), SampleFeed.With("campaigns[0].start", $"\"{start}\"").Snapshot!.Campaigns["10"].Flight.Start);

    [Theory]
    [InlineData("2026-12-31", "2026-12-31T23:00:00Z"), InlineData("2026-03-29", "2026-03-29T22:00:00Z"), InlineData("2026-12-31T12:00:00Z", "2026-12-31T12:00:00Z")]
    public void The_day_that_a_flight_ends_on_is_part_of_it(string end, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), SampleFeed.With("campaigns[0].end", $"\"{end}\"").Snapshot!.Campaigns["10"].Flight.End);

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")] // 00:00 to 01:00 is skipped
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")] // 00:00 to 01:00 comes twice
    public void A_day_begins_at_its_first_instant_where_the_clocks_change_at_midnight(string zone, string start, string instant)
    {
        var text = SampleFeed.Text.Replace("Europe/Paris", zone, StringComparison.Ordinal).Replace("2026-01-31", start, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.Parse(instant), SampleFeed.Read(text).Snapshot!.Campaigns["10"].Flight.Start);
    }

    [Theory]
    [InlineData("0001-01-01", "9999-12-31")]
    public void Dates_that_mean_always_are_read(string start, string end)
    {
        var text = SampleFeed.Text.Replace("2026-01-31", start, StringComparison.Ordinal).Replace("2026-12-31", end, StringComparison.Ordinal);
        var flight = SampleFeed.Read(text).Snapshot!.Campaigns["10"].Flight;
        Assert.True(flight.Contains(DateTimeOffset.Parse("2026-11-22T00:00:00Z")));
    }

    [Fact]
    public void A_date_is_in_utc_where_the_feed_names_no_time_zone() =>
        Assert.Equal(DateTimeOffset.Parse("2026-01-31T00:00:00Z"), SampleFeed.With("timeZone", null).Snapshot!.Campaigns["10"].Flight.Start);
}
