using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Delivery;

/// <summary>What a slot asks for: its zone, its own size in CSS pixels (0 = takes the zone's), and what its page shows already.</summary>
public readonly ref struct SlotRequest
{
    public required Zone Zone { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }
    public ReadOnlySpan<Shown> OnPage { get; init; }
    /// <summary>Ids of the companion campaigns that other slots of the page show: where they have an eligible creative, nothing else is chosen.</summary>
    public ReadOnlySpan<string> Leads { get; init; }
    /// <summary>Ids of the companion campaigns that could have begun in a slot of the page before this one: those that do not lead cannot begin in this one.</summary>
    public ReadOnlySpan<string> Taken { get; init; }
    /// <summary>Id of the creative that this slot shows now; chosen again only where nothing else is eligible.</summary>
    public string? Current { get; init; }
    /// <summary>The live counts of the snapshot's campaigns; null goes by what the ad server delivered alone, and spreads nothing.</summary>
    public Goals? Goals { get; init; }
    /// <summary>What the viewer saw of things with a frequency cap; null is nothing yet.</summary>
    public ViewerHistory? History { get; init; }
    /// <summary>What the page passes of the zone's delivery rules: a bit for each creative linked to it, by place. Without bits no creative with rules is chosen.</summary>
    public ReadOnlySpan<ulong> PassedRules { get; init; }

    internal bool PassesRules(int place) => place >> 6 < PassedRules.Length && ((PassedRules[place >> 6] >> place) & 1) != 0;
}
