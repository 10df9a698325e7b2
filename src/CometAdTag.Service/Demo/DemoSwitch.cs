using CometAdTag.Service.AdServer;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Demo;

/// <summary>Demo:Enabled; unset, the demo is on while the demo feed is the source.</summary>
internal sealed class DemoSwitch(Live<DemoOptions> demo, Live<AdServerOptions> adServer)
{
    private const string DemoFeed = "demo-feed.json";

    public bool IsOn => demo.Value.Enabled ?? IsDemoFeed(adServer.Value);

    private static bool IsDemoFeed(AdServerOptions adServer) =>
        adServer.Source == "feed" && Path.GetFileName(adServer.Feed.Location) == DemoFeed;
}

/// <summary>Section Demo.</summary>
internal sealed class DemoOptions
{
    /// <summary>Whether the demo page and its creatives are served.</summary>
    public bool? Enabled { get; set; }
}
