using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer.</summary>
internal sealed class AdServerOptions
{
    public const string FeedSource = "feed";

    /// <summary>Where campaigns come from.</summary>
    [AllowedValues(FeedSource, ErrorMessage = "must be one of: feed.")]
    public string Source { get; set; } = FeedSource;

    public FeedOptions Feed { get; set; } = new();

    /// <summary>How long after a pull the next one begins.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Slots get a passback while the snapshot was not confirmed for longer than this.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan MaxSnapshotAge { get; set; } = TimeSpan.FromHours(6);

    /// <summary>A pull that would withdraw more than this part of what is shown waits until a second one agrees.</summary>
    [Range(0d, 1d)]
    public double MaxShrink { get; set; } = 0.5;
}
