using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>What is the same for all candidates of a decision: the time, and what the request says of it whatever is shown.</summary>
internal readonly struct Moment
{
    // A bit for each creative that the page shows, which others may share
    private readonly ulong marks;

    public Moment(in SlotRequest request, DateTimeOffset now)
    {
        (UtcTicks, Seconds) = (now.UtcTicks, now.ToUnixTimeSeconds());
        var zone = request.Zone;
        IsZoneCapped = !zone.Cap.IsNone && request.History is { } history && history.IsCapped(CapLevel.Zone, zone.Id, IdMark.Of(zone.Id), zone.Cap, Seconds);
        if (request.Current is { } current) marks |= Bit(IdMark.Of(current));
        foreach (ref readonly var shown in request.OnPage)
        {
            marks |= Bit(IdMark.Of(shown.Creative));
            IsExclusive |= shown.Campaign is { Exclusive: true };
        }
    }

    public long UtcTicks { get; }

    /// <summary>Unix time.</summary>
    public long Seconds { get; }

    /// <summary>Whether the viewer saw enough of the zone.</summary>
    public bool IsZoneCapped { get; }

    /// <summary>Whether the page shows anything of an exclusive campaign.</summary>
    public bool IsExclusive { get; }

    /// <summary>False where the page surely does not show the creative of that mark.</summary>
    public bool MayShow(int mark) => (marks & Bit(mark)) != 0;

    private static ulong Bit(int mark) => 1UL << mark;
}
