using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Push;

/// <summary>Section Creatives: what becomes of creatives that fail on pages.</summary>
internal sealed class CreativesOptions
{
    /// <summary>A creative that failed for so many viewers (by address) is withdrawn; 0 is never.</summary>
    [Range(0, 1_000)]
    public int WithdrawAfter { get; set; } = 20;

    /// <summary>The time within which they are counted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(10);
}
