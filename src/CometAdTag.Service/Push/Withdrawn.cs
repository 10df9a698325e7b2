using System.Collections.Frozen;

namespace CometAdTag.Service.Push;

/// <summary>The ids of what is withdrawn.</summary>
internal sealed record Withdrawn(FrozenSet<string> Creatives, FrozenSet<string> Campaigns)
{
    public bool Has(string creative, string campaign) => Creatives.Contains(creative) || Campaigns.Contains(campaign);
}
