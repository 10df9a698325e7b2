namespace CometAdTag.Service.Reports;

/// <summary>The answer as JSON. From and To are UTC, or have the offset of the time zone that was asked for.</summary>
internal sealed record HoldoutReport(object From, object To, string? Website, IReadOnlyList<HoldoutRow> Rows)
{
    public static HoldoutReport Of(HoldoutQuery query, HoldoutSums sums) =>
        new(Time(query.Range.From, query), Time(query.Range.To, query), query.Website, HoldoutRow.Of(sums));

    private static object Time(DateTimeOffset at, HoldoutQuery query) =>
        query.Range.TimeZone is { } zone ? (object)TimeZoneInfo.ConvertTime(at, zone) : at.UtcDateTime;
}
