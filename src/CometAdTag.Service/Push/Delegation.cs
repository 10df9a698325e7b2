using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>Gives pages what they need where the ad server decides each fill, and nothing where the service itself does.</summary>
internal sealed class Delegation(SourceAtStart source, DelegatedRotator rotator)
{
    public bool IsOn => source.IsDelegated;

    public DelegatedPage? Begin(Page page, HelloFrame hello, ViewerBook? viewer)
    {
        if (!IsOn || viewer is null) return null;
        var said = page.Origin.Viewer;
        return new(rotator, new(said?.Address ?? "", said?.UserAgent ?? "", said?.Languages ?? ""), viewer, hello);
    }
}
