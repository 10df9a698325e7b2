using System.Collections.Immutable;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Push;

/// <summary>What one viewer has seen of creatives with a frequency cap, and what of that the page was told. Safe on any thread.</summary>
internal sealed class ViewerBook(ViewerSigner signer, PendingCaps caps, TimeProvider time)
{
    /// <summary>What an ad server that numbers nobody gives to everybody.</summary>
    private const string Nobody = "01000111010001000101000001010010";

    private readonly Lock gate = new();
    private ViewerHistory history = ViewerHistory.Empty, told = ViewerHistory.Empty;
    private bool mayIdentify;

    public ViewerHistory History
    {
        get { lock (gate) return history; }
    }

    /// <summary>Whether the viewer allows storage; without that no id of theirs is kept.</summary>
    public void Allow(bool identify)
    {
        lock (gate) (mayIdentify, history) = (identify, Allowed(history, identify));
    }

    /// <summary>The blob that the page keeps; null where it has none. What is not signed here counts for nothing.</summary>
    public void Bring(string? blob)
    {
        lock (gate)
        {
            told = blob is null ? ViewerHistory.Empty : signer.Read(blob, time.GetUtcNow());
            history = Allowed(history.Merge(told), mayIdentify);
        }
    }

    /// <summary>The ad server's own id of the viewer.</summary>
    public void Identify(string? viewerId)
    {
        if (viewerId is null) return;
        lock (gate) history = Allowed(history with { ViewerId = viewerId }, mayIdentify);
    }

    /// <summary>The viewer was shown this impression.</summary>
    public void Saw(ImpressionId id)
    {
        var pending = caps.Take(id);
        Count(pending?.Uses ?? []);
        if (pending is not null && pending.Viewer != this) pending.Viewer.Count(pending.Uses);
    }

    /// <summary>The new blob for the page; null where it has that already.</summary>
    public string? News()
    {
        lock (gate)
        {
            if (history == told) return null;
            told = history;
            return signer.Sign(history, time.GetUtcNow());
        }
    }

    private void Count(ImmutableArray<CapUse> uses)
    {
        lock (gate) history = history.With(uses, time.GetUtcNow());
    }

    private static ViewerHistory Allowed(ViewerHistory history, bool identify) =>
        identify || history.ViewerId is null or Nobody ? history : history with { ViewerId = null };
}
