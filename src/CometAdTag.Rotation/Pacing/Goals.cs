using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Pacing;

/// <summary>The live counts that belong to one snapshot: of its campaigns with goals and of its zones. Safe on any thread.</summary>
public sealed class Goals
{
    private readonly Goal?[] goals;
    private readonly FrozenDictionary<string, ZoneTraffic> zones;

    internal Goals(Goal?[] goals, FrozenDictionary<string, ZoneTraffic> zones) => (this.goals, this.zones) = (goals, zones);

    /// <summary>Those of a snapshot in which no campaign has any.</summary>
    public static Goals None { get; } = new([], FrozenDictionary<string, ZoneTraffic>.Empty);

    /// <summary>Null where the campaign has none.</summary>
    public Goal? Of(Campaign campaign) => Of(campaign.Ordinal);

    internal Goal? Of(int ordinal) => (uint)ordinal < (uint)goals.Length ? goals[ordinal] : null;

    /// <summary>A request of the zone came in.</summary>
    public void Arrive(Zone zone)
    {
        if (zones.TryGetValue(zone.Id, out var traffic)) traffic.Arrive();
    }
}
