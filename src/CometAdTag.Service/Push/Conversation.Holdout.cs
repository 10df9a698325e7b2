using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Service.Push;

/// <summary>The part that the page has in a holdout: it refreshes, or never does.</summary>
internal sealed partial class Conversation
{
    public PageGroup Group { get; init; }

    /// <summary>It is a page of a holdout that was never counted: none of its slots had a known zone yet.</summary>
    public bool IsUncounted { get; set; }

    private void CountPage()
    {
        if (!IsUncounted || slots.Select(slot => rotator.Lineup.Zone(slot.Zone)).FirstOrDefault(zone => zone is not null) is not { } first) return;
        IsUncounted = false;
        rotator.Count(Group, first);
    }
}
