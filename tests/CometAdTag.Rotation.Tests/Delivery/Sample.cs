using System.Collections.Frozen;
using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>A zone of 300x250, and campaigns and creatives that are eligible in it unless a test says otherwise.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly Zone Zone = new("1", "site", "Zone", 300, 250);

    public static Campaign Campaign(string id, Tier tier = Tier.Remnant, int weight = 1, int priority = 0, decimal? ecpm = null) =>
        new(id, "", id, tier, priority, weight, RunStatus.Running, default) { Ecpm = ecpm };

    public static Creative Creative(string id, Campaign? campaign = null, int weight = 1) =>
        new(id, campaign ?? Campaign("c"), id, 300, 250, weight, RunStatus.Running, "/");

    public static Snapshot Snapshot(params IEnumerable<Creative> linked) => Rotation.Campaigns.Snapshot.Empty with
    {
        Links = new Dictionary<string, ImmutableArray<Creative>> { ["1"] = [.. linked] }.ToFrozenDictionary(),
    };

    public static Decision Choose(Snapshot snapshot, double draw = 0, string? current = null, params string[] onPage) =>
        Selector.Choose(snapshot, new SlotRequest { Zone = Zone, Current = current, OnPage = [.. onPage.Select(id => new Shown(id, null))] }, Now, draw);

    /// <summary>How often each creative is chosen, over draws that are spread evenly.</summary>
    public static Dictionary<string, double> Shares(Snapshot snapshot, string? current = null, params string[] onPage)
    {
        const int draws = 20_000;
        return Enumerable.Range(0, draws).Select(i => Choose(snapshot, (double)i / draws, current, onPage).Creative!.Id)
            .GroupBy(id => id).ToDictionary(group => group.Key, group => (double)group.Count() / draws);
    }
}
