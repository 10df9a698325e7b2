namespace CometAdTag.Rotation.Delivery;

/// <summary>
/// Impressions counted up to a cap. One more after the cap was reached begins a new round at 1: so it is counted where a cap holds
/// only for some seconds. A later round is more than any count of an earlier one.
/// </summary>
public readonly record struct CapCounter(int Round, int Count)
{
    /// <summary>A cap of 0 counts nothing.</summary>
    public CapCounter Next(int cap) =>
        cap <= 0 ? this
        : Count >= cap ? new(Round < int.MaxValue ? Round + 1 : Round, 1)
        : this with { Count = Count + 1 };

    /// <summary>Whether a cap is reached; one without seconds stays reached in later rounds. A cap of 0 never is.</summary>
    public bool Has(int cap, int seconds) => cap > 0 && (Count >= cap || (Round > 0 && seconds == 0));

    public CapCounter Max(CapCounter other) =>
        Round != other.Round ? (Round > other.Round ? this : other) : this with { Count = Math.Max(Count, other.Count) };
}
