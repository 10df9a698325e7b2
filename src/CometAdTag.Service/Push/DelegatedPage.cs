using System.Collections.Immutable;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Push;

/// <summary>What an ad server that decides the fills of a page is told of it. Used under the page's gate only.</summary>
internal sealed class DelegatedPage(DelegatedRotator rotator, ViewerHeaders headers, ViewerBook viewer, HelloFrame hello)
{
    private string referrer = hello.Referrer, source = hello.Source;

    public DelegatedRotator Rotator => rotator;

    /// <summary>When a poll that is held for its first creatives is answered at the latest, in monotonic ms.</summary>
    public long HeldUntil { get; set; } = long.MaxValue;

    public bool Decides(Slot slot) => rotator.Decides(slot);

    public void Hear(PageChangeFrame change) => (referrer, source) = (change.Referrer ?? referrer, change.Source ?? source);

    /// <summary>One request for all of the slots: as in the ad server's own tag, what one of them asks for holds for all, and the last one wins.</summary>
    public FillRequest Request(ImmutableArray<Slot> slots, string url, IReadOnlyDictionary<string, string> variables) =>
        new(
            [.. slots.Select(slot => slot.Zone)], url, referrer, slots.Aggregate(source, (asked, slot) => slot.Source(asked)),
            slots.Aggregate(variables, (asked, slot) => slot.Variables(asked)), headers, viewer.History);
}
