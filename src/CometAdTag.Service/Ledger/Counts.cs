using System.Runtime.InteropServices;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>Counts of one UTC day that are not written yet, by the minute (since 1970) of the impression id; for one thread at a time.</summary>
internal sealed class Counts
{
    public Dictionary<(long Minute, Series Series), Tally> Tallies { get; } = [];
    public Dictionary<(long Minute, Series Series, Refusal Reason), long> Refused { get; } = [];
    public Dictionary<string, string> Websites { get; } = [];

    /// <summary>What the ad server is to be told; null where nothing is handed over.</summary>
    public Dictionary<DueKey, Delivered>? Due { get; init; }

    public int Size => Tallies.Count + Refused.Count;

    public void Add(Impression impression, in Tally tally) =>
        Add(Tallies, (LedgerTime.Minute(impression.Id), Series.Of(impression)), tally);

    public void AddRefused(Impression impression, Refusal reason) =>
        AddRefused((LedgerTime.Minute(impression.Id), Series.Of(impression), reason), 1);

    public void AddDue(in LedgerRow row)
    {
        if (Due is null || row.Delivered.IsNone) return;
        CollectionsMarshal.GetValueRefOrAddDefault(Due, DueKey.Of(row.Impression), out _) += row.Delivered;
    }

    /// <summary>Adds what was counted later; its websites win.</summary>
    public void Add(Counts later)
    {
        foreach (var (key, tally) in later.Tallies) Add(Tallies, key, tally);
        foreach (var (key, count) in later.Refused) AddRefused(key, count);
        foreach (var (zone, website) in later.Websites) Websites[zone] = website;
    }

    private void AddRefused((long, Series, Refusal) key, long count) =>
        CollectionsMarshal.GetValueRefOrAddDefault(Refused, key, out _) += count;

    private static void Add(Dictionary<(long, Series), Tally> tallies, (long, Series) key, in Tally tally) =>
        CollectionsMarshal.GetValueRefOrAddDefault(tallies, key, out _) += tally;
}
