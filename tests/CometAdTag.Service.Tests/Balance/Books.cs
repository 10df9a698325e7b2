using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Balance;

/// <summary>What the report must say of all stories, series by series.</summary>
internal static class Books
{
    private static readonly Fate[] Seen = [Fate.Expired, Fate.Replaced, Fate.Withdrawn, Fate.Gone, Fate.Failed];

    /// <summary>Over: nothing can come any more, so the rest is unknown.</summary>
    public static string[] Of(IEnumerable<Story> stories, bool isOver) =>
    [
        .. (from story in stories
            group story by story.Series into series
            // A kill may lose that something was served, and what is known of it says that it was: by the minute
            let served = series.GroupBy(story => story.Minute).Sum(minute => Math.Max(minute.Count(story => story.IsServed), minute.Count(IsKnown)))
            where served > 0
            let known = series.Count(IsKnown)
            select Line(series.Key, served, series.Count(story => story.IsRendered), [.. Seen.Select(fate => series.Count(story => story.Fate == fate)), isOver ? served - known : 0]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The same as the report says it; in each row what is unrendered adds up.</summary>
    public static string[] Of(JsonElement report) =>
    [
        .. (from row in report.GetProperty("rows").EnumerateArray()
            let series = string.Join(' ', row.Text("zone"), row.Text("campaign"), row.Text("creative"), row.Text("trigger"), row.Text("index"))
            let fates = row.GetProperty("unrendered")
            let each = Words.All<Fate>().Skip(1).Select(fate => fates.GetProperty(fate).GetInt32()).ToArray()
            where each.Sum() == fates.GetProperty("total").GetInt32()
            select Line(series, row.GetProperty("served").GetInt32(), row.GetProperty("rendered").GetInt32(), each)).Order(StringComparer.Ordinal),
    ];

    private static bool IsKnown(Story story) => story.IsRendered || story.Fate is not Fate.None;

    private static string Line(string series, int served, int rendered, int[] fates) => $"{series}: served {served}, rendered {rendered}, {string.Join(' ', fates)}";
}
