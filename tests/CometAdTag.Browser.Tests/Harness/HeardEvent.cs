namespace CometAdTag.Browser.Tests.Harness;

/// <summary>A slot event of the tag as a page's own code hears it; At is in ms since the page was opened.</summary>
internal sealed record HeardEvent(
    string Type, string Id, string Slot, string Zone, string? Creative, string? Campaign, string? Trigger, int? Index, bool? IsEmpty, string? Reason, double At)
{
    public const string Requested = "slotRequested", Rendered = "slotRenderEnded", Viewable = "impressionViewable", Empty = "slotEmpty";
}
