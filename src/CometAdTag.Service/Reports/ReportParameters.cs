using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using Microsoft.Extensions.Primitives;

namespace CometAdTag.Service.Reports;

/// <summary>Reads the parameters of a report of so many days at most, one of them its own, and names everything that is wrong with them.</summary>
internal sealed class ReportParameters(IQueryCollection query, int mostDays, DateTimeOffset now, string own = "by")
{
    private static readonly List<string> Formats = [.. Words.All<ReportFormat>()];

    private readonly string[] names = ["from", "to", own, "timeZone", "format"];

    /// <summary>The keys that it can have.</summary>
    public IReadOnlyList<ReportKey> Keys { get; init; } = Enum.GetValues<ReportKey>();

    /// <summary>What is wrong, by parameter.</summary>
    public Dictionary<string, string[]> Errors { get; } = [];

    /// <summary>Null when anything is wrong. Without from and to: the last 24 hours, the minute that runs included; without by: the key given here.</summary>
    public ReportQuery? Read(ReportKey unasked = ReportKey.Zone)
    {
        foreach (var name in query.Keys.Except(names, StringComparer.OrdinalIgnoreCase))
            Wrong(name, $"There is no parameter '{name}'; allowed are {string.Join(", ", names)}.");
        if (query.TryGetValue("website", out var website) && website.ToString().Length == 0) Wrong("website", "'website' is empty; leave it out for all of them.");
        var format = query.TryGetValue("format", out var asked) ? Formats.IndexOf(asked.ToString()) : 0;
        if (format < 0) Wrong("format", $"'{asked}' is not allowed; the report is given as {string.Join(" or ", Formats)}.");
        var zone = Zone();
        var to = Time("to", zone) ?? now.AddMinutes(1);
        var from = Time("from", zone) ?? to.AddDays(-1);
        var by = query.TryGetValue("by", out var given) ? By(given) : [unasked];
        if (Errors.Count == 0) CheckRange(from, to);
        return Errors.Count > 0 ? null : new(Minutes(from, up: false), Minutes(to, up: true), by) { TimeZone = zone, Format = (ReportFormat)format };
    }

    private TimeZoneInfo? Zone()
    {
        if (!query.TryGetValue("timeZone", out var given)) return null;
        var zone = TimeZones.Named(given.ToString());
        if (zone is null) Wrong("timeZone", $"'{given}' is no time zone known here (such as Europe/Paris or Asia/Kathmandu).");
        return zone;
    }

    private DateTimeOffset? Time(string name, TimeZoneInfo? zone)
    {
        if (!query.TryGetValue(name, out var given)) return null;
        var time = ApiTime.Read(given, zone ?? TimeZoneInfo.Utc);
        if (time is null) Wrong(name, ApiTime.Wrong(given));
        return time;
    }

    private List<ReportKey> By(StringValues given)
    {
        var (by, words) = (new List<ReportKey>(), Keys.Select(Words.Of).ToList());
        foreach (var word in given.ToString().Split(','))
        {
            var place = words.IndexOf(word);
            if (place < 0) Wrong("by", $"'{word}' is no key of a report; allowed are {string.Join(", ", words)}.");
            else if (by.Contains(Keys[place])) Wrong("by", $"'{word}' is given twice.");
            else by.Add(Keys[place]);
        }
        return by;
    }

    private void CheckRange(DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to) Wrong("from", $"{from:u} is not before to ({to:u}); from is in the report, to is not.");
        if (to - from > TimeSpan.FromDays(mostDays))
            Wrong("from", $"{from:u} to {to:u} is more than {mostDays} days; ask for less at a time.");
    }

    private static long Minutes(DateTimeOffset time, bool up) => (time.ToUnixTimeMilliseconds() + (up ? 59_999 : 0)) / 60_000;

    private void Wrong(string name, string why) => Errors[name] = [.. Errors.GetValueOrDefault(name) ?? [], why];
}
