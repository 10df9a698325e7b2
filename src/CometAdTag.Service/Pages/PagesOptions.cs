using System.ComponentModel.DataAnnotations;
using System.Net;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Section Pages: who may connect, how many, and how connections are kept and ended.</summary>
internal sealed class PagesOptions : IValidatableObject
{
    /// <summary>Origins that may connect; empty: the websites' origins in the snapshot. "*" is everybody.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>Whether GET stream answers without an Origin, for curl; such a page is never counted. Unset: only with the demo.</summary>
    public bool? AllowNoOrigin { get; set; }

    [Range(1, 10_000_000)]
    public int MaxPages { get; set; } = 200_000;

    /// <summary>Of one address; IPv6 by its /64.</summary>
    [Range(1, 10_000_000)]
    public int MaxPagesPerAddress { get; set; } = 4_000;

    /// <summary>The accept rate of the node; 0 is no limit.</summary>
    [Range(0, 10_000_000)]
    public int HellosPerSecond { get; set; } = 5_000;

    /// <summary>Requests, receipts and clicks a second of one address, bursts of ten seconds' worth; 0 is no limit.</summary>
    [Range(0, 10_000_000)]
    public int RequestsPerAddress { get; set; } = 200;

    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>An acknowledgement waits so long for something else that goes to the same page on its WebSocket; 0 is not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan AckWithin { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A page hidden for so long closes its connection; the service does, two heartbeats later.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HiddenGrace { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>On SIGTERM the closes are spread over this, and over at least one second for each 3,000 pages.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Addresses or networks (CIDR) of the reverse proxies whose X-Forwarded-For and -Proto are believed.</summary>
    public string[] TrustedProxies { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (place, origin) in AllowedOrigins.Index().Where(each => each.Item != "*" && WebOrigin.Of(each.Item) != each.Item))
            yield return new("must be * or an origin such as https://www.example, without a path.", [$"{nameof(AllowedOrigins)}:{place}"]);
        foreach (var (place, proxy) in TrustedProxies.Index().Where(each => !IsNetwork(each.Item)))
            yield return new("must be an IP address or a network such as 10.0.0.0/8.", [$"{nameof(TrustedProxies)}:{place}"]);
    }

    private static bool IsNetwork(string proxy) => proxy.Contains('/') ? IPNetwork.TryParse(proxy, out _) : IPAddress.TryParse(proxy, out _);
}
