using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Ledger;

/// <summary>Everything that impressions are counted by, but for the time; an index of 10 means 10 or more.</summary>
internal readonly record struct Series(string Zone, string Campaign, string Creative, Trigger Trigger, int Index)
{
    public const int LastIndex = 10;

    public static Series Of(Impression impression) => new(
        impression.Zone, impression.Campaign, impression.Creative, impression.Trigger, Math.Min(impression.Index, LastIndex));
}
