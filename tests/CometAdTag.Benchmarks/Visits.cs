using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Benchmarks;

/// <summary>Requests of slots as they come, one unlike the other: several viewers, pages and zones, and what the pages show already.</summary>
internal sealed class Visits
{
    private const int Viewers = 32, Pages = 8;

    private readonly Random random = new(7);
    private readonly Snapshot snapshot;
    private readonly RuleBook rules;
    private readonly Zone[] zones;

    public Visits(Snapshot snapshot, int zones)
    {
        (this.snapshot, rules, this.zones) = (snapshot, RuleBook.Of(snapshot), [.. snapshot.Zones.Values.OrderBy(zone => int.Parse(zone.Id)).Take(zones)]);
        Goals = Steered();
    }

    /// <summary>Those of a quarter of an hour of traffic.</summary>
    public Goals Goals { get; }

    public Visit[] Take(int count)
    {
        var viewers = Enumerable.Range(0, Viewers).Select(_ => Viewer()).ToArray();
        var pages = Enumerable.Range(0, Pages).Select(MadeUpPages.Page).ToArray();
        var passed = pages.SelectMany(page => zones.Select(zone => (Page: page, Zone: zone))).ToDictionary(each => each, each => Passed(each.Zone, each.Page));
        return [.. Enumerable.Range(0, count).Select(_ => Visit(random.GetItems(zones, 1)[0], viewers[random.Next(Viewers)], pages[random.Next(Pages)], passed))];
    }

    private Visit Visit(Zone zone, (ViewerHistory History, Zone[] Zones) viewer, PageFacts page, Dictionary<(PageFacts, Zone), PassedRules> passed)
    {
        // Mostly a zone in which the viewer has seen something already
        if (random.Next(4) > 0) zone = random.GetItems(viewer.Zones, 1)[0];
        var linked = snapshot.LinkedTo(zone);
        var companions = linked.Select(creative => creative.Campaign).Where(campaign => campaign.Companion).Select(campaign => campaign.Id).Distinct().ToArray();
        return new(zone, viewer.History, passed[(page, zone)], random.NextDouble())
        {
            OnPage = [.. random.GetItems(linked.AsSpan(), random.Next(4)).Select(creative => new Shown(creative.Id, creative.Campaign))],
            Leads = random.Next(8) == 0 ? companions[..Math.Min(1, companions.Length)] : [],
            Taken = random.Next(2) == 0 ? companions : [],
            Current = random.Next(4) > 0 ? random.GetItems(linked.AsSpan(), 1)[0].Id : null,
            Width = random.Next(2) * 300,
            Height = random.Next(2) * 250,
        };
    }

    /// <summary>Somebody with the most counts that a history holds, most of them in four zones.</summary>
    private (ViewerHistory History, Zone[] Zones) Viewer()
    {
        var (history, visited) = (ViewerHistory.Empty, random.GetItems(zones, Math.Min(zones.Length, 4)));
        var elsewhere = snapshot.Creatives.Values.OrderBy(creative => int.Parse(creative.Id)).ToArray();
        for (var at = Installation.Now.AddHours(-5); at < Installation.Now || history.Counts.Length < ViewerHistory.MaxCounts; at += TimeSpan.FromMinutes(1))
        {
            var zone = random.GetItems(visited, 1)[0];
            var creative = random.Next(8) == 0 ? random.GetItems(elsewhere, 1)[0] : random.GetItems(snapshot.LinkedTo(zone).AsSpan(), 1)[0];
            // A page brings its history: the ids in it are texts of their own
            var uses = CapUse.Of(zone, creative).Select(use => use with { Id = new(use.Id) });
            history = history.With([.. uses], at < Installation.Now ? at : Installation.Now);
        }
        return (history, visited);
    }

    private PassedRules Passed(Zone zone, PageFacts page)
    {
        var of = rules.Of(zone)!;
        var bits = new ulong[of.Length];
        of.Evaluate(page, Installation.Now, bits);
        return new(bits, [.. snapshot.LinkedTo(zone).Where((_, at) => ((bits[at >> 6] >> at) & 1) != 0).Select(creative => creative.Id)]);
    }

    private Goals Steered()
    {
        var pacer = new Pacer();
        var begin = Installation.Now.AddMinutes(-15);
        pacer.Follow(snapshot, _ => default, begin);
        for (var now = begin; now < Installation.Now; now = now.AddSeconds(1))
        {
            foreach (var zone in snapshot.Zones.Values)
                if (Selector.Choose(snapshot, new() { Zone = zone, Goals = pacer.Goals }, now, random.NextDouble()).Creative is { } creative
                    && pacer.Goals.Of(creative.Campaign) is { } goal)
                    goal.Book(goal.TryReserve());
            pacer.Steer(now);
        }
        return pacer.Goals;
    }
}
