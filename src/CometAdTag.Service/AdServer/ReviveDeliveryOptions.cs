using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer:ReviveDelivery: the ad server decides each fill.</summary>
internal sealed class ReviveDeliveryOptions
{
    /// <summary>The delivery folder, such as http://ads.example/www/delivery.</summary>
    public string Url { get; set; } = "";

    /// <summary>Calls at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrency { get; set; } = 32;

    /// <summary>Calls that wait for their turn.</summary>
    [Range(0, 100_000)]
    public int MaxQueue { get; set; } = 1000;

    /// <summary>After it a slot keeps its creative.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1000000", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
