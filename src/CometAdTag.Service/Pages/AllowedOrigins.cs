using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Demo;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Pages;

/// <summary>Which origins may connect: those set, else the websites' own.</summary>
internal sealed class AllowedOrigins(Live<PagesOptions> options, DemoSwitch demo)
{
    private volatile HashSet<string> websites = [];

    /// <summary>Takes the origins of the websites that are served now.</summary>
    public void Serve(IEnumerable<string> origins) => websites = [.. origins];

    public bool AllowsNone => options.Value.AllowNoOrigin ?? demo.IsOn;

    /// <summary>Own is the service's own origin, which may connect while the demo is on. "null" is never allowed.</summary>
    public bool Allows(string origin, string own)
    {
        if (WebOrigin.Of(origin) != origin) return false;
        if (demo.IsOn && origin == own) return true;
        var set = options.Value.AllowedOrigins;
        return set.Length == 0 ? websites.Contains(origin) : set.Contains("*") || set.Contains(origin);
    }
}
