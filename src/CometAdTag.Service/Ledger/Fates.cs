using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// The fate of an impression by all rows that are kept of it, so that it is the same in whatever order they came: rendered has none, what
/// the page says of a failure goes before what the service saw, and what ended it for good before a page that was gone, maybe for a while.
/// </summary>
internal static class Fates
{
    /// <summary>Fates that are counted, each in a column of its name.</summary>
    public static readonly Fate[] Counted = [Fate.Expired, Fate.Replaced, Fate.Withdrawn, Fate.Gone, Fate.Failed];

    /// <summary>Those that the service sees for itself are rows with a stage of their own: this plus the number of the fate.</summary>
    private const int FirstStage = 10;

    private static readonly Fate[] Seen = [Fate.Expired, Fate.Replaced, Fate.Withdrawn, Fate.Gone];

    /// <summary>The set of stages that decide: 1 &lt;&lt; stage, added up. As a mask: for a list with IN, SQLite makes a table each time.</summary>
    public static long Stages { get; } = (1L << (int)Stage.Rendered) | (1L << (int)Stage.Error) | Seen.Sum(fate => 1L << StageOf(fate));

    /// <summary>Adds to a table the columns that fates are counted in.</summary>
    public static string ColumnsOf(string table) =>
        string.Concat(Counted.Select(fate => $"ALTER TABLE {table} ADD COLUMN {Words.Of(fate)} INTEGER NOT NULL DEFAULT 0;"));

    public static int StageOf(Fate seen) => FirstStage + (int)seen;

    public static bool Decides(Stage stage) => stage is Stage.Rendered or Stage.Error;

    /// <summary>Takes the set of stages that are kept.</summary>
    public static Fate Of(long stages)
    {
        if (Has(stages, (int)Stage.Rendered)) return Fate.None;
        if (Has(stages, (int)Stage.Error)) return Fate.Failed;
        foreach (var fate in Seen)
            if (Has(stages, StageOf(fate))) return fate;
        return Fate.None;
    }

    private static bool Has(long stages, int stage) => (stages & (1L << stage)) != 0;
}
