using System.Globalization;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.Reports;

/// <summary>
/// What a report covers: whole minutes since 1970, the first in it and the first no longer in it, and its keys in the order asked for.
/// Without a time zone, times are UTC.
/// </summary>
internal sealed record ReportQuery(long FromMinute, long ToMinute, IReadOnlyList<ReportKey> By)
{
    private const long MinutesAQuarter = 15, MinutesADay = 24 * 60;

    public TimeZoneInfo? TimeZone { get; init; }
    public ReportFormat Format { get; init; }

    public DateTimeOffset From => DateTimeOffset.FromUnixTimeSeconds(FromMinute * 60);
    public DateTimeOffset To => DateTimeOffset.FromUnixTimeSeconds(ToMinute * 60);

    /// <summary>The UTC days that it touches, each with the minutes of it that are in it.</summary>
    public IEnumerable<(DateOnly Day, long From, long To)> Days
    {
        get
        {
            for (var day = FromMinute / MinutesADay; day * MinutesADay < ToMinute; day++)
                yield return (LedgerTime.Day(day), Math.Max(FromMinute, day * MinutesADay), Math.Min(ToMinute, (day + 1) * MinutesADay));
        }
    }

    /// <summary>Whether it tells parts of a UTC day apart.</summary>
    public bool SplitsDays => By.Contains(ReportKey.Hour) || (By.Contains(ReportKey.Day) && TimeZone is not null);

    /// <summary>The narrowest rows that have all its keys.</summary>
    public RollupWidth Width =>
        By.Any(key => key is ReportKey.Creative or ReportKey.Trigger or ReportKey.Index) ? RollupWidth.Series
        : By.Any(key => key is ReportKey.Website or ReportKey.Zone) ? RollupWidth.ZoneAndCampaign
        : RollupWidth.Campaign;

    /// <summary>The same for another: what is asked for, as text.</summary>
    public string Identity => string.Create(
        CultureInfo.InvariantCulture, $"{FromMinute} {ToMinute} {string.Join(',', By.Select(Words.Of))} {TimeZone?.Id} {Format}");

    /// <summary>The same in whole quarters of an hour at its ends, as far as these are in days of which nothing shorter is kept.</summary>
    public ReportQuery Widened(Func<DateOnly, bool> isRolled) => this with
    {
        FromMinute = isRolled(LedgerTime.Day(FromMinute / MinutesADay)) ? FromMinute / MinutesAQuarter * MinutesAQuarter : FromMinute,
        ToMinute = isRolled(LedgerTime.Day((ToMinute - 1) / MinutesADay)) ? (ToMinute + MinutesAQuarter - 1) / MinutesAQuarter * MinutesAQuarter : ToMinute,
    };

    public static bool IsWholeDay(long from, long to) => to - from == MinutesADay;
}
