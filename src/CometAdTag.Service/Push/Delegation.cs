using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>Gives pages what they need where the ad server decides each fill, and nothing where the service itself does.</summary>
internal sealed class Delegation(SourceAtStart source, DelegatedRotator rotator, ViewerSigner viewers, PendingCaps caps, TimeProvider time)
{
    public bool IsOn => source.IsDelegated;

    /// <summary>A page that comes back goes on with its book.</summary>
    public DelegatedPage? Begin(Page page, HelloFrame hello, DelegatedPage? previous)
    {
        if (!IsOn) return null;
        var viewer = previous?.Viewer ?? new ViewerBook(viewers, caps, time);
        viewer.Allow(hello.Consent.Storage);
        viewer.Bring(hello.Viewer);
        var said = page.Origin.Viewer;
        return new(rotator, new(said?.Address ?? "", said?.UserAgent ?? "", said?.Languages ?? ""), viewer, hello);
    }

    /// <summary>The book of a page that reports without a connection: what its blob says, no more.</summary>
    public ViewerBook? BookOf(string? blob)
    {
        if (!IsOn) return null;
        var viewer = new ViewerBook(viewers, caps, time);
        // What is in a blob was allowed when it was signed
        viewer.Allow(identify: true);
        viewer.Bring(blob);
        return viewer;
    }
}
