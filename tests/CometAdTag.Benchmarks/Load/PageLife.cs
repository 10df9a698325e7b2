using CometAdTag.Service;

namespace CometAdTag.Benchmarks.Load;

/// <summary>
/// What viewers do with one page, drawn at random. The numbers are made up, in the shape that dwell times on web pages are known to have:
/// many short visits and a few very long ones. A visit has a median of 60 s and a mean of 160 s; a page is looked at for 60 s on average
/// before another tab covers it, for a median of 15 s, and one time in six for longer than the minute after which a page closes its
/// connection; every ten minutes its network is gone, for a median of 3 s.
/// </summary>
internal sealed class PageLife
{
    private const double Visit = 60, VisitSpread = 1.4, Looked = 60, Covered = 15, CoveredSpread = 1.5, Connected = 600, Offline = 3, OfflineSpread = 1;

    private readonly Chance chance;

    public PageLife(Chance chance, long now)
    {
        this.chance = chance;
        EndsAt = now + LogNormal(Visit, VisitSpread);
        TurnsAt = now + Exponential(Looked);
        LosesAt = now + Exponential(Connected);
    }

    /// <summary>When the viewer goes.</summary>
    public long EndsAt { get; }

    /// <summary>When the page is covered, or seen again.</summary>
    public long TurnsAt { get; private set; }

    /// <summary>When its network is lost.</summary>
    public long LosesAt { get; private set; }

    /// <summary>When it was hidden for so long that it closes its connection.</summary>
    public long GraceEndsAt { get; private set; } = Moment.Never;

    public long Next => Math.Min(Math.Min(EndsAt, TurnsAt), Math.Min(LosesAt, GraceEndsAt));

    public void Turn(bool isVisible, long grace, long now)
    {
        TurnsAt = now + (isVisible ? Exponential(Looked) : LogNormal(Covered, CoveredSpread));
        GraceEndsAt = isVisible ? Moment.Never : now + grace;
    }

    public void EndGrace() => GraceEndsAt = Moment.Never;

    /// <summary>Gives how long its network is away.</summary>
    public long Lose(long now)
    {
        var away = LogNormal(Offline, OfflineSpread);
        LosesAt = now + away + Exponential(Connected);
        return away;
    }

    /// <summary>By its median and the standard deviation of its logarithm (Box and Muller), in µs.</summary>
    private long LogNormal(double seconds, double spread) =>
        (long)(Moment.Second * seconds * Math.Exp(spread * Math.Sqrt(-2 * Math.Log(1 - chance.Draw())) * Math.Cos(2 * Math.PI * chance.Draw())));

    private long Exponential(double seconds) => (long)(-Moment.Second * seconds * Math.Log(1 - chance.Draw()));
}
