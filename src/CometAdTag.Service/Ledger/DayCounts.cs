using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Ledger;

/// <summary>What a day's file that is attached as `day` counted, as reports and rollups add it up.</summary>
internal static class DayCounts
{
    private static readonly string[] Names = ["served", "rendered", "viewable", "clicks", "shown", "refused", .. Fates.Counted.Select(Words.Of)];

    private static readonly string FateNames = string.Join(", ", Fates.Counted.Select(Words.Of));

    private static readonly string NoFates = string.Join(", ", Fates.Counted.Select(_ => "0"));

    public static string Columns { get; } = string.Join(", ", Names);

    /// <summary>An impression that was rendered, or is known never to be, was served, whatever a kill lost of the counts.</summary>
    public static string Rows { get; } = $"""
        SELECT minute, series, max(served, rendered + {KnownOf("")}) AS served, rendered, viewable, clicks, shown, 0 AS refused, {FateNames}
        FROM day.counts WHERE minute >= ?1 AND minute < ?2
        UNION ALL
        SELECT minute, series, 0, 0, 0, 0, 0, refused, {NoFates} FROM day.refused WHERE minute >= ?1 AND minute < ?2
        """;

    /// <summary>The sums of rows that are called c.</summary>
    public static string Sums { get; } = string.Join(", ", Names.Select(name => $"sum(c.{name})"));

    /// <summary>The same, each by its name.</summary>
    public static string NamedSums { get; } = string.Join(", ", Names.Select(name => $"sum(c.{name}) AS {name}"));

    /// <summary>Of rows that are called c and can no longer change: those of which nobody knows what became.</summary>
    public static string Unknown { get; } = $"sum(c.served - c.rendered - ({KnownOf("c.")}))";

    /// <summary>Adds a row that is there already.</summary>
    public static string AddUp { get; } = string.Join(", ", Names.Select(name => $"{name} = {name} + excluded.{name}"));

    private static string KnownOf(string row) => string.Join(" + ", Fates.Counted.Select(fate => row + Words.Of(fate)));
}
