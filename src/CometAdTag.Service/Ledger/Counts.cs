using System.Runtime.InteropServices;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>Counts of one UTC day that are not written yet, by the minute (since 1970) of the impression id; for one thread at a time.</summary>
internal sealed class Counts
{
    public Dictionary<(long Minute, Series Series), Tally> Tallies { get; } = [];
    public Dictionary<(long Minute, Series Series, Refusal Reason), long> Refused { get; } = [];
    public Dictionary<string, string> Websites { get; } = [];
    public Dictionary<GroupKey, GroupSum> Groups { get; } = [];

    /// <summary>Impressions that the service saw end without being rendered.</summary>
    public List<(Impression Impression, Fate Fate)> Ended { get; } = [];

    /// <summary>By how much the fates that are known became more, or fewer.</summary>
    public Dictionary<(long Minute, Series Series, Fate Fate), long> Unrendered { get; } = [];

    /// <summary>What the ad server is to be told; null where nothing is handed over.</summary>
    public Dictionary<DueKey, Delivered>? Due { get; init; }

    /// <summary>What impressions earn, and of which website they are.</summary>
    public Snapshot Campaigns { get; init; } = Snapshot.Empty;

    public int Size => Tallies.Count + Refused.Count + Ended.Count + Groups.Count;

    public void Add(Impression impression, in Tally tally) =>
        Add(Tallies, (LedgerTime.Minute(impression.Id), Series.Of(impression)), tally);

    public void AddRefused(Impression impression, Refusal reason) =>
        AddRefused((LedgerTime.Minute(impression.Id), Series.Of(impression), reason), 1);

    /// <summary>The fate of an impression is another one now.</summary>
    public void AddFate(Impression impression, Fate before, Fate after)
    {
        if (before == after) return;
        var (minute, series) = (LedgerTime.Minute(impression.Id), Series.Of(impression));
        if (before is not Fate.None) CollectionsMarshal.GetValueRefOrAddDefault(Unrendered, (minute, series, before), out _)--;
        if (after is not Fate.None) CollectionsMarshal.GetValueRefOrAddDefault(Unrendered, (minute, series, after), out _)++;
    }

    public void AddGroup(in GroupKey key, in GroupSum sum)
    {
        if (!key.Group.IsNone) CollectionsMarshal.GetValueRefOrAddDefault(Groups, key, out _) += sum;
    }

    public void AddGroup(in LedgerRow row)
    {
        if (!row.Impression.Group.IsNone) AddGroup(GroupKey.Of(row.Impression, Campaigns), GroupSum.Of(row, Campaigns));
    }

    public void AddDue(in LedgerRow row)
    {
        if (Due is null || row.Delivered.IsNone) return;
        CollectionsMarshal.GetValueRefOrAddDefault(Due, DueKey.Of(row.Impression), out _) += row.Delivered;
    }

    /// <summary>Adds what was counted later, but for what ended, which is no sum; its websites win.</summary>
    public void Add(Counts later)
    {
        foreach (var (key, tally) in later.Tallies) Add(Tallies, key, tally);
        foreach (var (key, count) in later.Refused) AddRefused(key, count);
        foreach (var (zone, website) in later.Websites) Websites[zone] = website;
        foreach (var (key, sum) in later.Groups) AddGroup(key, sum);
    }

    private void AddRefused((long, Series, Refusal) key, long count) =>
        CollectionsMarshal.GetValueRefOrAddDefault(Refused, key, out _) += count;

    private static void Add(Dictionary<(long, Series), Tally> tallies, (long, Series) key, in Tally tally) =>
        CollectionsMarshal.GetValueRefOrAddDefault(tallies, key, out _) += tally;
}
