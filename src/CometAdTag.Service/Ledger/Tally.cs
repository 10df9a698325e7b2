using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>What was counted of one series in one minute; shown in ms.</summary>
internal readonly record struct Tally(long Served, long Rendered, long Viewable, long Clicks, long Shown)
{
    public static readonly Tally OneServed = new(1, 0, 0, 0, 0);
    public static readonly Tally OneRendered = new(0, 1, 0, 0, 0);

    public static Tally Of(in LedgerRow row) => row.Stage switch
    {
        Stage.Rendered => OneRendered,
        Stage.Viewable => new(0, 0, 1, 0, 0),
        Stage.Clicked => new(0, 0, 0, 1, 0),
        Stage.Ended => new(0, 0, 0, 0, row.Shown),
        _ => default,
    };

    public static Tally operator +(Tally a, Tally b) => new(
        a.Served + b.Served, a.Rendered + b.Rendered, a.Viewable + b.Viewable, a.Clicks + b.Clicks, a.Shown + b.Shown);
}
