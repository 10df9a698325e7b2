namespace CometAdTag.Service.Ledger;

/// <summary>The hand-over over all day files that there are. SetAside: batches that the ad server refused whole; they are counted as refused.</summary>
internal readonly record struct HandOverTotals(Delivered Waiting, HandedOver Handed, int SetAside)
{
    public static HandOverTotals operator +(HandOverTotals a, HandOverTotals b) =>
        new(a.Waiting + b.Waiting, a.Handed + b.Handed, a.SetAside + b.SetAside);
}
