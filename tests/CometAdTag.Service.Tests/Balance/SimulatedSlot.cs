using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Tests.Balance;

/// <summary>One slot of a simulated page.</summary>
internal sealed class SimulatedSlot(string name, string zone)
{
    public string Name => name;

    /// <summary>As a page adds it.</summary>
    public string Added => $"{name}:{zone}";

    public string Zone => zone;

    public bool IsThere { get; set; } = true;

    public bool InView { get; set; } = true;

    /// <summary>What was kept for it became too old: it asks anew when it comes into view.</summary>
    public bool IsStale { get; set; }

    /// <summary>What the service pushed to it last, as far as it knows the page still.</summary>
    public Story? Current { get; set; }

    /// <summary>What the page got last, and says when it opens anew.</summary>
    public Story? Has { get; set; }

    /// <summary>What the page showed before that.</summary>
    public Story? Before { get; set; }

    /// <summary>What of it the page has yet to render.</summary>
    public Story? Kept => Has is { IsRendered: false, IsNoted: false, HasFailed: false } ? Has : null;

    /// <summary>The page has nothing to show in it.</summary>
    public void Forget() => (Has, Before) = (null, null);

    /// <summary>The service has seen it end.</summary>
    public void Ends(Fate fate, long at)
    {
        Current?.Ends(fate, at);
        Current = null;
    }
}
