using System.Collections.Frozen;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>The origins that ad ops gave creatives, so that these have cookies and storage, and the hosts that are for nothing else.</summary>
internal sealed class CreativeHosts(Live<CreativesOptions> options, ILogger<CreativeHosts> log)
{
    private volatile Prepared prepared = Prepared.Of(new());
    private volatile string warned = "";

    /// <summary>Whether a request came for such a host.</summary>
    public bool Is(HostString host) => Now().Hosts is { Count: > 0 } hosts && hosts.Contains(host.Host);

    /// <summary>The origin of a zone's creatives on that page; null where each frame has one that nothing else has.</summary>
    public string? OriginFor(string zone, PageOrigin page)
    {
        var now = Now();
        var (origin, host) = now.Zones.GetValueOrDefault(zone, now.All);
        if (origin.Length == 0) return null;
        if (!IsNear(host, HostOf(page.Origin)) && !IsNear(host, HostOf(page.BaseUrl))) return origin;
        // Frames of the page's own origin could reach the page, and frames of the service's its console
        if (warned != origin) log.LogWarning("{Origin} is the host of pages or of the service itself, so it is not used for creatives, which stay without cookies and storage", origin);
        warned = origin;
        return null;
    }

    private Prepared Now()
    {
        if (!ReferenceEquals(prepared.From, options.Value)) prepared = Prepared.Of(options.Value);
        return prepared;
    }

    /// <summary>The same host, whatever its port, or one below the other: they share cookies.</summary>
    private static bool IsNear(string host, string other) =>
        host == other || host.EndsWith("." + other, StringComparison.Ordinal) || other.EndsWith("." + host, StringComparison.Ordinal);

    private static string HostOf(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) ? uri.IdnHost : "";

    private sealed record Prepared(CreativesOptions From, Given All, FrozenDictionary<string, Given> Zones, FrozenSet<string> Hosts)
    {
        public static Prepared Of(CreativesOptions options)
        {
            var all = Given.Of(options.Origin);
            var zones = options.Zones.Where(zone => zone.Value.Origin is not null).ToFrozenDictionary(zone => zone.Key, zone => Given.Of(zone.Value.Origin!));
            // As requests say them
            var hosts = zones.Values.Append(all).Where(given => given.Origin.Length > 0).Select(given => HostString.FromUriComponent(given.Host).Host);
            return new(options, all, zones, hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase));
        }
    }

    private readonly record struct Given(string Origin, string Host)
    {
        public static Given Of(string origin) => new(origin, HostOf(origin));
    }
}
