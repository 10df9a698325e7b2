using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Push;

/// <summary>Opens the books of viewers: where the ad server decides each fill, or the campaigns have caps, or the page brings what was signed before.</summary>
internal sealed class ViewerBooks(SourceAtStart source, LineupBoard board, ViewerSigner viewers, PendingCaps caps, TimeProvider time)
{
    /// <summary>Whether every page needs one.</summary>
    public bool AreKept => source.IsDelegated || board.Current.HasCaps;

    public ViewerBook Open() => new(viewers, caps, time);

    /// <summary>A page that comes back goes on with its book.</summary>
    public ViewerBook? Of(HelloFrame hello, ViewerBook? previous)
    {
        if (previous is null && hello.Viewer is null && !AreKept) return null;
        var book = previous ?? Open();
        book.Allow(hello.Consent.MayStore);
        book.Bring(hello.Viewer);
        return book;
    }

    /// <summary>The book of a page that reports without a connection: what its blob says, no more.</summary>
    public ViewerBook? Of(string? blob)
    {
        if (blob is null && !AreKept) return null;
        var book = Open();
        // What is in a blob was allowed when it was signed
        book.Allow(identify: true);
        book.Bring(blob);
        return book;
    }
}
