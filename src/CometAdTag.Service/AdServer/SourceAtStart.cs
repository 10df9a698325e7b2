using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>AdServer:Source as the service was started with it. A change of the file takes effect at the next start, and is said so.</summary>
internal sealed class SourceAtStart
{
    private readonly ILogger log;

    public SourceAtStart(Live<AdServerOptions> options, ILogger<SourceAtStart> log)
    {
        (Name, IsDelegated, this.log) = (options.Value.Source, options.Value.IsDelegated, log);
        options.OnChange(Keep);
    }

    public string Name { get; }

    /// <summary>The ad server decides each fill, and there is no snapshot.</summary>
    public bool IsDelegated { get; }

    private void Keep(AdServerOptions changed)
    {
        if (changed.Source == Name) return;
        log.LogWarning("AdServer:Source {Source} takes effect at the next start; until then it is {Present}", changed.Source, Name);
        // So that nothing follows half of the change
        changed.Source = Name;
    }
}
