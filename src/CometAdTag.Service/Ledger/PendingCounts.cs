using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>What was counted since the last commit, by UTC day; a caller waits for a dictionary entry at most.</summary>
internal sealed class PendingCounts
{
    /// <summary>Entries kept while nothing can be written; what comes then is lost, and served is still never reported below rendered.</summary>
    public const int Limit = 200_000;

    private readonly Lock gate = new();
    private Dictionary<DateOnly, Counts> days = [];
    private int size;
    private long lost;

    public bool Any
    {
        get { lock (gate) return size > 0; }
    }

    public bool Has(DateOnly day)
    {
        lock (gate) return days.ContainsKey(day);
    }

    public void Opened(PageGroup group, string website, DateTimeOffset now) =>
        Count(LedgerTime.Day(now), new GroupKey(now.ToUnixTimeSeconds() / 3600, website, group), static (counts, key) => counts.AddGroup(key, GroupSum.OnePage));

    public void Served(Impression impression, string website) => Count(LedgerTime.Day(impression.Id), (impression, website), static (counts, it) =>
    {
        counts.Add(it.impression, Tally.OneServed);
        counts.Websites[it.impression.Zone] = it.website;
        counts.AddGroup(GroupKey.Of(it.impression, it.website), GroupSum.OneServed);
    });

    public void Refused(Impression impression, Refusal reason) =>
        Count(LedgerTime.Day(impression.Id), (impression, reason), static (counts, it) => counts.AddRefused(it.impression, it.reason));

    public void Ended(Impression impression, Fate fate) => Count(LedgerTime.Day(impression.Id), (impression, fate), static (counts, it) => counts.Ended.Add(it));

    /// <summary>All that is pending, and how many counts were lost since this was last asked.</summary>
    public (Dictionary<DateOnly, Counts> Days, long Lost) Take()
    {
        lock (gate)
        {
            var taken = (days, lost);
            (days, size, lost) = ([], 0, 0);
            return taken;
        }
    }

    /// <summary>Takes back what could not be written.</summary>
    public void Return(DateOnly day, Counts counts)
    {
        lock (gate)
        {
            if (days.TryGetValue(day, out var later))
            {
                counts.Add(later);
                counts.Ended.AddRange(later.Ended);
            }
            days[day] = counts;
            size = days.Values.Sum(d => d.Size);
        }
    }

    private void Count<T>(DateOnly day, T what, Action<Counts, T> count)
    {
        lock (gate)
        {
            if (size >= Limit)
            {
                lost++;
                return;
            }
            if (!days.TryGetValue(day, out var counts)) days[day] = counts = new Counts();
            size -= counts.Size;
            count(counts, what);
            size += counts.Size;
        }
    }
}
