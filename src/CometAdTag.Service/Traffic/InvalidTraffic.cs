using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Demo;
using CometAdTag.Service.Settings;
using Microsoft.Extensions.Caching.Memory;

namespace CometAdTag.Service.Traffic;

/// <summary>Whether a request comes from a person's browser (R13): what does not is served and never counted. What agents are is remembered, in memory only.</summary>
internal sealed class InvalidTraffic(Crawlers crawlers, DataCentres dataCentres, Live<InvalidTrafficOptions> options, DemoSwitch demo) : IDisposable
{
    /// <summary>Every browser that can run the tag begins so.</summary>
    private const string Browser = "Mozilla/5.0 (";

    /// <summary>No browser sends more characters.</summary>
    private const int Longest = 1_024;

    /// <summary>What the demo is looked at with where there is no screen.</summary>
    private const string Headless = "HeadlessChrome";

    /// <summary>Agents whose verdicts are remembered; people have far fewer, and programs that make theirs up are looked at each time.</summary>
    private const int Remembered = 10_000;

    private readonly MemoryCache verdicts = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>None where it may be counted, else the reason why not.</summary>
    public Refusal Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var refusal = IsAllowed(agent) ? Refusal.None : Of(agent);
        return refusal == Refusal.None && dataCentres.Contains(context.Connection.RemoteIpAddress) ? Refusal.Bot : refusal;
    }

    public void Dispose() => verdicts.Dispose();

    private Refusal Of(string agent)
    {
        if (agent.Length is 0 or > Longest) return Refusal.NoAgent;
        return verdicts.TryGetValue(agent, out Refusal verdict) ? verdict : verdicts.Set(agent, LookAt(agent), new MemoryCacheEntryOptions { Size = 1 });
    }

    private Refusal LookAt(string agent)
    {
        if (crawlers.Contain(agent)) return Refusal.Bot;
        return agent.StartsWith(Browser, StringComparison.Ordinal) ? Refusal.None : Refusal.NoAgent;
    }

    private bool IsAllowed(string agent)
    {
        foreach (var allowed in options.Value.AllowedAgents)
            if (agent.Contains(allowed, StringComparison.Ordinal)) return true;
        return demo.IsOn && agent.Contains(Headless, StringComparison.Ordinal);
    }
}
