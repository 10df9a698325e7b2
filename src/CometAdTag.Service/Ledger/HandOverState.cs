using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Ledger;

/// <summary>Whether anything is handed over, the days that have some of it, and the totals; safe on any thread.</summary>
internal sealed class HandOverState(Instruments instruments)
{
    private readonly Lock gate = new();
    private readonly SortedSet<DateOnly> days = [];
    private HandOverTotals totals;

    public bool IsOn { get; private set; }

    public HandOverTotals Totals
    {
        get { lock (gate) return totals; }
    }

    /// <summary>The days with something to tell, oldest first.</summary>
    public DateOnly[] Days
    {
        get { lock (gate) return [.. days]; }
    }

    /// <summary>Before the ledger is started; what is new from then on is handed over.</summary>
    public void TurnOn() => IsOn = true;

    /// <summary>What a day's file had at start; lost is that of it which nobody counted, since the process ended first.</summary>
    public void Found(DateOnly day, HandOverTotals found, HandedOver lost)
    {
        Change(found, day);
        Measure(lost);
    }

    public void Recorded(DateOnly day, Delivered count)
    {
        if (!count.IsNone) Change(new(count, default, 0), day);
    }

    /// <summary>A batch ended; back is what waits again.</summary>
    public void Settled(HandOverBatch batch, HandedOver handed, Delivered back, int setAside = 0)
    {
        Change(new(back - batch.Total, handed, setAside), back.IsNone ? null : batch.Day);
        Measure(handed);
    }

    /// <summary>Nothing of this day can be told now.</summary>
    public void Emptied(DateOnly day)
    {
        lock (gate) days.Remove(day);
    }

    private void Measure(HandedOver handed)
    {
        foreach (var outcome in Enum.GetValues<HandOverOutcome>())
            instruments.StatisticsHandedOver(Words.Of(outcome), handed.Of(outcome).Impressions, handed.Of(outcome).Clicks);
    }

    private void Change(HandOverTotals change, DateOnly? day)
    {
        lock (gate)
        {
            totals += change;
            if (day is { } one) days.Add(one);
            instruments.StatisticsWaiting(totals.Waiting.Impressions, totals.Waiting.Clicks);
        }
    }
}
