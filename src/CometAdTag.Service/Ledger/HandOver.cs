using System.Globalization;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// What of the ledger somebody else has yet to be told: taken out in batches, each durable until it is settled. For one caller at a time.
/// Everything fails with LedgerUnavailableException while the file concerned cannot be used.
/// </summary>
internal sealed class HandOver(Ledger ledger, Chance chance, TimeProvider time)
{
    public HandOverTotals Totals => ledger.HandOver.Totals;

    /// <summary>The batch that was not settled, where it may be sent again, else a new one; null when nothing waits.</summary>
    public async Task<HandOverBatch?> Next(HandOverRequest wanted, CancellationToken cancel)
    {
        LedgerUnavailableException? failure = null;
        foreach (var day in ledger.HandOver.Days)
        {
            try
            {
                if (await Of(day, wanted, cancel) is { } batch) return batch;
            }
            catch (LedgerUnavailableException failed)
            {
                failure ??= failed; // the other days do not wait for it
            }
        }
        return failure is null ? null : throw failure;
    }

    /// <summary>Ends a batch, durable when it completes; back is what waits again.</summary>
    public Task Settle(HandOverBatch batch, IReadOnlyCollection<HandedRow> handed, IReadOnlyCollection<HandOverRow> back) => ledger.Do(batch.Day, file =>
    {
        if (file.HandOver(table => table.Settle(batch, handed, back)))
        {
            ledger.HandOver.Settled(batch, handed.Aggregate(default(HandedOver), (sum, row) => sum + row.Handed), back.Aggregate(default(Delivered), (sum, row) => sum + row.Count));
            ledger.Here.Settle(batch, back);
        }
    }, CancellationToken.None);

    /// <summary>Counts a batch as refused and keeps its rows in the day's file.</summary>
    public Task SetAside(HandOverBatch batch) => ledger.Do(batch.Day, file =>
    {
        if (file.HandOver(table => table.SetAside(batch)))
        {
            ledger.HandOver.Settled(batch, new(default, batch.Total, default), default, setAside: 1);
            ledger.Here.Settle(batch, batch.Rows);
        }
    }, CancellationToken.None);

    private async Task<HandOverBatch?> Of(DateOnly day, HandOverRequest wanted, CancellationToken cancel)
    {
        HandOverBatch? batch = null;
        // All of it where nobody records, and no file is deleted, meanwhile
        await ledger.DoBetween(day, files =>
        {
            if (File.Exists(DayFiles.Path(ledger.Folder, day)))
                batch = files.Of(day).HandOver(table => (wanted.MayRepeat ? table.Unsettled(day) : null) ?? table.Take(day, NewId(), wanted));
            if (batch is null) ledger.HandOver.Emptied(day);
            else ledger.Here.Tell(batch);
        }).WaitAsync(cancel);
        return batch;
    }

    /// <summary>Sorts by time; the rest of it makes it the only one of all nodes.</summary>
    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds()}-{chance.Bits():x32}");
}
