namespace CometAdTag.Rotation.Holdout;

/// <summary>
/// Whether one part of the pages was held out all the time. Where it changed, the arms are of different times, and what differs between
/// these would pass for what refreshing brings.
/// </summary>
public static class HeldOutPart
{
    /// <summary>Standard deviations that chance does not reach: once in some three million reports.</summary>
    private const double Surprising = 5;

    /// <summary>Times are joined until so many pages of each arm are expected in them, and until there are no more than so many: few find a small change that lasts.</summary>
    private const double LeastPages = 20, MostTimes = 30;

    /// <summary>By a chi square test of the pages that opened in each time, in their order.</summary>
    public static bool IsSteady(IReadOnlyCollection<(long Refreshing, long Holdout)> times)
    {
        var (all, heldOut) = (times.Sum(time => time.Refreshing + time.Holdout), times.Sum(time => time.Holdout));
        var share = (double)Math.Min(heldOut, all - heldOut) / Math.Max(1, all);
        var least = Math.Max(LeastPages, share * all / MostTimes);
        var (part, squares, spans, pages, found) = ((double)heldOut / Math.Max(1, all), 0d, 0, 0L, 0L);
        foreach (var (refreshing, holdout) in times)
        {
            (pages, found) = (pages + refreshing + holdout, found + holdout);
            if (pages * share < least) continue;
            squares += Square(found - (pages * part)) / (pages * part * (1 - part));
            (spans, pages, found) = (spans + 1, 0, 0);
        }
        return spans < 2 || Deviations(squares, spans - 1) < Surprising;
    }

    /// <summary>E. Wilson and M. Hilferty, 1931: the cube root of a chi square is nearly normal.</summary>
    private static double Deviations(double squares, int degrees)
    {
        var variance = 2d / (9 * degrees);
        return (Math.Cbrt(squares / degrees) - (1 - variance)) / Math.Sqrt(variance);
    }

    private static double Square(double value) => value * value;
}
