using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Ledger;

/// <summary>Section Ledger.</summary>
internal sealed class LedgerOptions
{
    /// <summary>Days that the files of single receipts are kept after theirs is over.</summary>
    [Range(2, 400)]
    public int RawDays { get; set; } = 7;

    /// <summary>Days that rollups are kept, and the most that a report can span.</summary>
    [Range(31, 3660)]
    public int RollupDays { get; set; } = 400;
}
