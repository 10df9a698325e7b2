using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Service.Push;

/// <summary>The companion campaigns of a snapshot that run: campaigns that take the slots of a page together (a roadblock), where they are linked.</summary>
internal sealed class CompanionCampaigns
{
    private static readonly CompanionCampaigns None = new([]);

    private readonly FrozenDictionary<string, string[]> zones;
    private readonly FrozenSet<string> campaigns;

    private CompanionCampaigns(Dictionary<string, string[]> zones) =>
        (this.zones, campaigns) = (zones.ToFrozenDictionary(), zones.Values.SelectMany(linked => linked).ToFrozenSet());

    public bool IsEmpty => campaigns.Count == 0;

    public static CompanionCampaigns Of(Snapshot snapshot) =>
        snapshot.Campaigns.Values.Any(campaign => campaign.Companion)
            ? new(snapshot.Links.Select(link => (link.Key, Linked: Running(link.Value))).Where(link => link.Linked.Length > 0).ToDictionary(link => link.Key, link => link.Linked))
            : None;

    public bool Has(string campaign) => campaigns.Contains(campaign);

    /// <summary>Ids of those that are linked to a zone.</summary>
    public string[] In(string zone) => zones.GetValueOrDefault(zone, []);

    private static string[] Running(IEnumerable<Creative> linked) =>
        [.. linked.Where(creative => creative is { Status: RunStatus.Running, Campaign: { Companion: true, Status: RunStatus.Running } }).Select(creative => creative.Campaign.Id).Distinct()];
}
