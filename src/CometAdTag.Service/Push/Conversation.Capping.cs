using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>What the page's viewer saw of things with a frequency cap.</summary>
internal sealed partial class Conversation
{
    private ViewerBook? book = viewer;

    /// <summary>Null where nothing has a cap; a page that is open when caps first come gets one then.</summary>
    public ViewerBook? Viewer => book ??= books.AreKept ? books.Open() : null;

    private void HearViewer(PageChangeFrame change)
    {
        if (change.Viewer is not null) book ??= books.Open();
        if (change.Consent is { } consent) book?.Allow(consent.MayStore && !page.Origin.HasGpc);
        if (change.Viewer is { } blob) book?.Bring(blob);
    }
}
