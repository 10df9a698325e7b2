namespace CometAdTag.Service.Ledger;

/// <summary>What a report covers: whole minutes since 1970, the first in it and the first no longer in it, and its keys in the order asked for.</summary>
internal sealed record ReportQuery(long FromMinute, long ToMinute, IReadOnlyList<ReportKey> By)
{
    public const int MaxDays = 31;

    public DateTimeOffset From => DateTimeOffset.FromUnixTimeSeconds(FromMinute * 60);
    public DateTimeOffset To => DateTimeOffset.FromUnixTimeSeconds(ToMinute * 60);

    /// <summary>The UTC days whose files it reads.</summary>
    public IEnumerable<DateOnly> Days
    {
        get
        {
            var last = LedgerTime.Day(To.AddTicks(-1));
            for (var day = LedgerTime.Day(From); day <= last; day = day.AddDays(1)) yield return day;
        }
    }
}
