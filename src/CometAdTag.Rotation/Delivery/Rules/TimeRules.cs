using System.Globalization;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Rules on the time, in the zone that stands after the @ (else UTC). They change only on a quarter of an hour.</summary>
internal static class TimeRules
{
    public static IEnumerable<KeyValuePair<string, Func<string, string, RuleRow>>> Types =>
    [
        new("Time:Hour", (comparison, data) => Listed(comparison, data, 23, local => local.Hour)),
        new("Time:Day", (comparison, data) => Listed(comparison, data, 6, local => (int)local.DayOfWeek)),
        new("Time:Date", Date),
    ];

    private static RuleRow Listed(string comparison, string data, int most, Func<DateTimeOffset, int> part)
    {
        if (comparison is not ("=~" or "!~")) return RuleRow.UnknownOperator(comparison, "=~, !~");
        if (!TryZone(data, out var list, out var zone)) return RuleRow.Unreadable("the time zone is not known here");
        if (list.Length == 0) return RuleRow.Everything;
        var (bits, wanted) = (0, comparison == "=~");
        foreach (var item in list.Split(','))
        {
            if (!int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most || (item.Length > 1 && item[0] == '0'))
                return RuleRow.Unreadable($"\"{item}\" is no whole number from 0 to {most}");
            bits |= 1 << number;
        }
        return new(sight => ((bits >> part(TimeZoneInfo.ConvertTime(sight.Now, zone))) & 1) != 0 == wanted, PageFactKinds.Time, null);
    }

    private static RuleRow Date(string comparison, string data)
    {
        if (!TryZone(data, out var text, out var zone)) return RuleRow.Unreadable("the time zone is not known here");
        // No date is before all dates
        if (text.Length == 0) text = "00000000";
        if (text.Length != 8 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var date)) return RuleRow.Unreadable("the date is none such as 20260131");
        Func<int, bool>? matches = comparison switch
        {
            "==" => today => today == date,
            "!=" => today => today != date,
            ">" => today => today > date,
            ">=" => today => today >= date,
            "<" => today => today < date,
            "<=" => today => today <= date,
            _ => null,
        };
        return matches is null
            ? RuleRow.UnknownOperator(comparison, "==, !=, >, >=, <, <=")
            : new(sight => matches(Number(TimeZoneInfo.ConvertTime(sight.Now, zone))), PageFactKinds.Time, null);
    }

    private static int Number(DateTimeOffset local) => (local.Year * 10_000) + (local.Month * 100) + local.Day;

    private static bool TryZone(string data, out string list, out TimeZoneInfo zone)
    {
        var at = data.IndexOf('@', StringComparison.Ordinal);
        list = at < 0 ? data : data[..at];
        var named = at < 0 || at == data.Length - 1 ? TimeZoneInfo.Utc : TimeZones.Named(data[(at + 1)..]);
        zone = named ?? TimeZoneInfo.Utc;
        return named is not null;
    }
}
