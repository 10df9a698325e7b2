using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>
/// What a slot that asks is made of. Source: of the page, which the rules go by. Wants: by campaign, the part that one which is spread over its time
/// takes of the requests left to it; null where nothing is spread. Seen: creatives shown so many seconds ago; null for a viewer without history.
/// </summary>
internal sealed record AnySlotParts(Campaign[] Campaigns, Creative[] Linked, Zone Zone)
{
    public int Width { get; init; }
    public int Height { get; init; }
    public string Source { get; init; } = "";
    public double[]? Wants { get; init; }
    public (int Creative, int Ago)[]? Seen { get; init; }
    public Shown[] OnPage { get; init; } = [];
    public string? Current { get; init; }
    public string[] Leads { get; init; } = [];
    public string[] Taken { get; init; } = [];

    public override string ToString() =>
        $"zone {Zone.Width}x{Zone.Height} {Zone.Cap}, slot {Width}x{Height}, source {Source}, shows {Current}, leads {string.Join(' ', Leads)}, taken {string.Join(' ', Taken)}"
        + $", others {string.Join(' ', OnPage.Select(other => $"{other.Creative} of {other.Campaign?.Id}"))}, seen {string.Join(' ', Seen ?? [])}";
}
