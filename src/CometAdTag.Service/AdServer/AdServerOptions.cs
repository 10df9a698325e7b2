using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer.</summary>
internal sealed class AdServerOptions : IValidatableObject
{
    public const string FeedSource = "feed", ReviveApiSource = "revive-api", ReviveDeliverySource = "revive-delivery";

    /// <summary>Not where campaigns come from, but what statistics go to; a label beside the sources.</summary>
    public const string StatisticsSource = "statistics";

    /// <summary>Nor this, but who is asked what it counted.</summary>
    public const string ReconciliationSource = "reconciliation";

    /// <summary>Where campaigns come from; read at start.</summary>
    [AllowedValues(FeedSource, ReviveApiSource, ReviveDeliverySource, ErrorMessage = "must be one of: feed, revive-api, revive-delivery.")]
    public string Source { get; set; } = FeedSource;

    public FeedOptions Feed { get; set; } = new();

    public ReviveApiOptions ReviveApi { get; set; } = new();

    public ReviveDeliveryOptions ReviveDelivery { get; set; } = new();

    public StatisticsOptions Statistics { get; set; } = new();

    public PatienceOptions Patience { get; set; } = new();

    /// <summary>How long after a pull the next one begins.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Slots get a passback while the snapshot was not confirmed for longer than this.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan MaxSnapshotAge { get; set; } = TimeSpan.FromHours(6);

    /// <summary>A pull that would withdraw more than this part of what is shown waits until a second one agrees.</summary>
    [Range(0d, 1d)]
    public double MaxShrink { get; set; } = 0.5;

    /// <summary>The ad server decides each fill, and there is no snapshot.</summary>
    public bool IsDelegated => Source == ReviveDeliverySource;

    /// <summary>Which campaigns these are: those of another location are others.</summary>
    public string Location => Source == ReviveApiSource ? ReviveApi.Url : Feed.Location;

    /// <summary>The location as it may be logged.</summary>
    public string Name => Source == ReviveApiSource ? WebUrl.Name(ReviveApi.Url) : Feed.Name;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var missing in Source == ReviveApiSource ? ReviveApi.Missing() : [])
            yield return new("is needed with AdServer:Source revive-api.", [$"{nameof(ReviveApi)}:{missing}"]);
        if (IsDelegated && Statistics.IsOn)
            yield return new("must be none with AdServer:Source revive-delivery: there the ad server's own beacons count on the page.", [$"{nameof(Statistics)}:{nameof(Statistics.Way)}"]);
        if (IsDelegated && ReviveDelivery.Url.Length == 0)
            yield return new("is needed with AdServer:Source revive-delivery.", [$"{nameof(ReviveDelivery)}:{nameof(ReviveDelivery.Url)}"]);
    }
}
