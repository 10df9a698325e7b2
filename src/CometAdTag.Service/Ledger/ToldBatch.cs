using System.Runtime.InteropServices;

namespace CometAdTag.Service.Ledger;

/// <summary>A batch that the ad server was told of, by campaign.</summary>
internal sealed record ToldBatch(string Id, Dictionary<string, Delivered> Counts)
{
    /// <summary>The ad server said that it has it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Campaigns that are asked for from now on contain it.</summary>
    public bool IsContained { get; set; }

    public static ToldBatch Of(string id, IEnumerable<HandOverRow> rows)
    {
        var batch = new ToldBatch(id, []);
        foreach (var row in rows) batch.Add(row.Key.Campaign, row.Count);
        return batch;
    }

    public void TakeBack(IEnumerable<HandOverRow> rows)
    {
        foreach (var row in rows) Add(row.Key.Campaign, default(Delivered) - row.Count);
    }

    private void Add(string campaign, Delivered count) => CollectionsMarshal.GetValueRefOrAddDefault(Counts, campaign, out _) += count;
}
