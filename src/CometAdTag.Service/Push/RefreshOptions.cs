using System.ComponentModel.DataAnnotations;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>Section Refresh: the refresh policy of all zones, and of single ones.</summary>
internal sealed class RefreshOptions
{
    public RefreshSetting Default { get; set; } = new()
    {
        Interval = RefreshPolicy.Default.Interval,
        MaxRefreshes = RefreshPolicy.Default.MaxRefreshes,
        Enabled = RefreshPolicy.Default.Enabled,
        Triggers = RefreshPolicy.Default.Triggers,
        OnNavigate = RefreshPolicy.Default.OnNavigate,
        Mode = RefreshPolicy.Default.Mode,
    };

    /// <summary>By zone id; a value left out is inherited from the feed's zone, then from Default.</summary>
    public Dictionary<string, RefreshSetting> Zones { get; set; } = [];

    /// <summary>The part of pages that never refresh, to compare the others with; 0 is none.</summary>
    [Range(0, 0.5)]
    public double Holdout { get; set; }

    /// <summary>Lifts the least interval of 30 s (R1): tests and demos only.</summary>
    public bool AllowShortIntervals { get; set; }
}

/// <summary>A refresh policy as a settings file gives it; what is left out is inherited.</summary>
internal sealed class RefreshSetting
{
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan? Interval { get; set; }

    /// <summary>Refreshes of one slot and page view; 0 is no cap.</summary>
    [Range(0, 100_000)]
    public int? MaxRefreshes { get; set; }

    public bool? Enabled { get; set; }

    public Triggers? Triggers { get; set; }

    public OnNavigate? OnNavigate { get; set; }

    /// <summary>Creative, or Signal where somebody else's stack fills the slot.</summary>
    public RefreshMode? Mode { get; set; }

    public RefreshOverrides ToOverrides() => new(Interval, MaxRefreshes, Enabled, Triggers, OnNavigate, Mode);
}
