using System.Globalization;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What it counts differently where there is a storm.</summary>
internal sealed partial class LoadPage
{
    private int refusals;

    private void CountIn()
    {
        if (!isOfStorm)
        {
            loop.Tally.Count(Report.Opened);
            return;
        }
        loop.Tally.StormIn.Add(Now - loop.Storm.BeganAt);
        loop.Tally.Count(Report.StormRefusals, refusals.ToString(CultureInfo.InvariantCulture));
        loop.Storm.Came(Now);
    }

    private void CountRefusal(string why, long retryAfter)
    {
        if (!isOfStorm || hasCome)
        {
            loop.Tally.Count(Report.Refused, why);
            return;
        }
        loop.Tally.Count(Report.StormRefused, why);
        if (retryAfter > 0) loop.Tally.RetryAfter.Add(retryAfter);
        refusals++;
    }

    /// <summary>While pages arrive, and until an interval has passed, what both sides do for the first time is late by itself.</summary>
    private void CountLateness(PageSlot slot)
    {
        var due = slot.DueAt;
        if (due == Moment.Never) return;
        if (loop.Storm.Covers(due))
        {
            if (!isOfStorm) loop.Tally.StormLateness.Add(Now - due);
        }
        else if (due - slot.Interval >= loop.AllCameAt) loop.Tally.Lateness.Add(Now - due);
    }
}
