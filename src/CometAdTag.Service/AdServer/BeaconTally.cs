using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>What has become of a batch that is told by beacons; what was not sent stays where it was. Safe on any thread.</summary>
internal sealed class BeaconTally(HandOverBatch batch)
{
    private readonly Lock gate = new();
    private readonly Delivered[] left = [.. batch.Rows.Select(row => row.Count)];
    private readonly HandedOver[] handed = new HandedOver[batch.Rows.Length];

    public HandedRow[] Handed => [.. batch.Rows.Select((row, at) => new HandedRow(row.Key, handed[at]))];

    /// <summary>What may have been counted or not.</summary>
    public Delivered Unconfirmed => handed.Aggregate(default(Delivered), (sum, row) => sum + row.Unconfirmed);

    /// <summary>The first answer that was none to go on after.</summary>
    public AdServerAnswer? Failure { get; private set; }

    /// <summary>What waits again.</summary>
    public HandOverRow[] Left => [.. batch.Rows.Select((row, at) => row with { Count = left[at] }).Where(row => !row.Count.IsNone)];

    public void Refuse(int row)
    {
        handed[row] += new HandedOver(default, left[row], default);
        left[row] = default;
    }

    public void Add(Beacon beacon, AdServerAnswer answer)
    {
        lock (gate)
        {
            if (answer.Outcome != AdServerOutcome.Ok) Failure ??= answer;
            if (answer.NeverSent) return;
            left[beacon.Row] -= beacon.Count;
            handed[beacon.Row] += answer.Outcome == AdServerOutcome.Ok ? new(beacon.Count, default, default) : new(default, default, beacon.Count);
        }
    }

    /// <summary>One after the other, until something fails.</summary>
    public IEnumerable<Beacon> Beacons()
    {
        for (var at = 0; at < batch.Rows.Length; at++)
        {
            var (key, count) = (batch.Rows[at].Key, left[at]);
            for (long sent = 0; sent < count.Sum && Failure is null; sent++)
                yield return new(at, key, sent < count.Impressions ? Delivered.OneImpression : Delivered.OneClick);
        }
    }
}
