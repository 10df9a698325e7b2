namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// The live count of one campaign on this node: what was rendered, what is reserved for pushes that may yet render, and which part of the
/// requests the campaign wants now. Safe on any thread.
/// </summary>
public sealed class Goal
{
    private const int Whole = 1 << 16;

    // What decisions read is side by side
    private long rendered, reserved, clicks, limit, clickLimit;
    private double part;
    private long offers, room, booked, givenBack;

    /// <summary>Whether the campaign is spread over its time; else it takes whatever it gets until its goal is reached.</summary>
    public bool IsPaced { get; internal set; }

    /// <summary>The part of the requests left to its priority that it wants now; more than 1 where they are too few, so that campaigns share them by need.</summary>
    public double Part
    {
        get => Volatile.Read(ref part);
        internal set => Volatile.Write(ref part, value);
    }

    /// <summary>Whether all of the goal is rendered or reserved.</summary>
    public bool IsReached =>
        Rendered + Reserved >= Volatile.Read(ref limit) || Volatile.Read(ref clicks) >= Volatile.Read(ref clickLimit);

    /// <summary>Pushes that may yet render.</summary>
    public long Reserved => Volatile.Read(ref reserved);

    /// <summary>Impressions of this node since it knows the campaign.</summary>
    internal long Rendered => Volatile.Read(ref rendered);

    internal long Booked => Volatile.Read(ref booked);

    internal long GivenBack => Volatile.Read(ref givenBack);

    internal long Clicks => Volatile.Read(ref clicks);

    /// <summary>Requests that could take it.</summary>
    internal long Offers => Volatile.Read(ref offers);

    /// <summary>Of those, what it could get beside the other campaigns of its priority.</summary>
    internal double Room => (double)Volatile.Read(ref room) / Whole;

    /// <summary>Takes one impression of the goal; false where none is left.</summary>
    public bool TryReserve()
    {
        if (Interlocked.Increment(ref reserved) + Rendered <= Volatile.Read(ref limit)) return true;
        Interlocked.Decrement(ref reserved);
        return false;
    }

    /// <summary>A push was rendered, whether or not it was still reserved.</summary>
    public void Book(bool wasReserved)
    {
        // In this order a reader may see it twice, but never not at all
        Interlocked.Increment(ref rendered);
        if (!wasReserved) return;
        Interlocked.Decrement(ref reserved);
        Interlocked.Increment(ref booked);
    }

    /// <summary>A reserved push ended otherwise.</summary>
    public void GiveBack()
    {
        Interlocked.Decrement(ref reserved);
        Interlocked.Increment(ref givenBack);
    }

    public void Click() => Interlocked.Increment(ref clicks);

    /// <summary>A request could take it; of several campaigns that it could take, this is the share that could be this one's.</summary>
    internal void Offer(double share)
    {
        Interlocked.Increment(ref offers);
        Interlocked.Add(ref room, (long)(share * Whole));
    }

    /// <summary>How far this node may go, in its own impressions and clicks since it knows the campaign.</summary>
    internal void Limit(long impressions, long clicked)
    {
        Volatile.Write(ref limit, impressions);
        Volatile.Write(ref clickLimit, clicked);
    }
}
