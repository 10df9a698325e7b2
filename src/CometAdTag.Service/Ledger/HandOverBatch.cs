using System.Collections.Immutable;

namespace CometAdTag.Service.Ledger;

/// <summary>Rows taken out to be told together, durable until they are settled; the id is unique for good, the number only in its day's file.</summary>
internal sealed record HandOverBatch(DateOnly Day, long Number, string Id, ImmutableArray<HandOverRow> Rows)
{
    public Delivered Total => Rows.Aggregate(default(Delivered), (sum, row) => sum + row.Count);
}
