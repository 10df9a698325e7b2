using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Delivery;

internal static class ViewerSample
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static CapUse Use(string id, int total = 0, int session = 0, int seconds = 0, CapLevel level = CapLevel.Creative) => new(level, id, new(total, session, seconds));

    /// <summary>Shows it now and again, the same time after each.</summary>
    public static ViewerHistory Shown(this ViewerHistory history, CapUse use, int times, TimeSpan apart)
    {
        for (var i = 0; i < times; i++) history = history.With([use], Now + (i * apart));
        return history;
    }

    public static CapCount Count(this ViewerHistory history, string id) => history.Counts.Single(count => count.Id == id);

    /// <summary>Histories as they come about: impressions of a few things, some seconds to some days apart, at most 26 days in all.</summary>
    public static Gen<ViewerHistory> Histories =>
        from steps in Steps(1, 20, 300, 1_700, 2_700, 2 * 86_400)
        from id in Gen.Elements(null, "01000111010001000101000001010010")
        select Grown(steps, id);

    /// <summary>Up to 13 impressions, each some of these seconds after the one before.</summary>
    public static Gen<List<(CapUse Use, int Apart)>> Steps(params int[] apart) =>
        from count in Gen.Choose(0, 13)
        from steps in Gen.Zip(Uses, Gen.Elements(apart)).ListOf(count)
        select steps;

    private static Gen<CapUse> Uses =>
        from level in Gen.Elements(Enum.GetValues<CapLevel>())
        from id in Gen.Choose(1, 4)
        select new CapUse(level, $"{id}", CapOf(level, id));

    /// <summary>What is capped how is fixed, as it is in an ad server.</summary>
    private static FrequencyCap CapOf(CapLevel level, int id) => ((int)level + id) switch
    {
        1 => new(3, 0, 0),
        2 => new(0, 2, 0),
        3 => new(0, 0, 60),
        4 => new(2, 0, 600),
        5 => new(5, 2, 3_600),
        _ => new(0, 1, 20),
    };

    private static ViewerHistory Grown(IEnumerable<(CapUse Use, int Apart)> steps, string? id)
    {
        var (history, at) = (ViewerHistory.Empty with { ViewerId = id }, Now);
        foreach (var (use, apart) in steps) history = history.With([use], at = at.AddSeconds(apart));
        return history;
    }
}
