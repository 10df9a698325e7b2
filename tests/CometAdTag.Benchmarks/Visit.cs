using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Benchmarks;

/// <summary>A request of one slot, and the draw that decides it.</summary>
internal sealed record Visit(Zone Zone, ViewerHistory History, PassedRules Passed, double Draw)
{
    public Shown[] OnPage { get; init; } = [];
    public string[] Leads { get; init; } = [];
    public string[] Taken { get; init; } = [];
    public string? Current { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }

    public SlotRequest Request(Goals goals) => new()
    {
        Zone = Zone,
        Width = Width,
        Height = Height,
        OnPage = OnPage,
        Leads = Leads,
        Taken = Taken,
        Current = Current,
        Goals = goals,
        History = History,
        PassedRules = Passed.Bits,
    };
}
