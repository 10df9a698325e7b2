using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Tests.Pacing;

/// <summary>
/// A week of requests in steps of 15 s, decided by the real selector: traffic that follows the day and the week, statistics each minute,
/// pulls each minute, two hours in which the service is down, and two in which the ad server neither counts nor answers.
/// </summary>
internal sealed class SimulatedWeek(int seed, params double[] nodeShares)
{
    private const double Step = 15.0 / 3600;

    // A Sunday, midnight
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random chance = new(seed);
    private readonly SimulatedNode[] nodes = [.. nodeShares.Select(_ => new SimulatedNode())];
    private readonly Dictionary<string, long> delivered = [];
    private readonly Dictionary<string, int> asked = [], left = [];
    private readonly SimulatedCampaign[] campaigns = Contracts();
    private Snapshot snapshot = Snapshot.Empty;

    public IReadOnlyList<SimulatedCampaign> Campaigns => campaigns;

    /// <summary>The part of the zone's requests that no contract took.</summary>
    public double LeftOf(string zone) => (double)left[zone] / asked[zone];

    public void Run()
    {
        for (var step = 0; step < (int)(168 / Step); step++) At(step);
        foreach (var node in nodes) node.Hear(168);
        foreach (var campaign in campaigns) campaign.EndHour(168);
    }

    public string Table()
    {
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"{nodes.Length} node(s), {asked.Values.Sum()} requests, {(double)left.Values.Sum() / asked.Values.Sum():P1} of them left to remnant. Hourly RMS: deviation from the ideal line, of the goal. Peak: the busiest hour, of an hour of the line.");
        table.AppendLine("| campaign | goal | delivered | deviation | hourly RMS | peak | worst days | |");
        table.AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        foreach (var c in campaigns)
        {
            var days = c.Daily is null ? "" : $"{c.DayDeviation.Under:+0.00%;-0.00%;0.00%} {c.DayDeviation.Over:+0.00%;-0.00%;0.00%}";
            table.AppendLine(CultureInfo.InvariantCulture, $"| {c.Id} | {c.Goal} | {c.Rendered} | {c.Deviation:+0.00%;-0.00%;0.00%} | {c.Rms:0.00%} | {c.Peak:0.00} | {days} | {c.Short} |");
        }
        return table.ToString();
    }

    private void At(int step)
    {
        var hour = step * Step;
        var now = Start.AddSeconds(step * 15);
        foreach (var campaign in campaigns) campaign.Step(hour, Step);
        if (step % 240 == 0) EndHour(hour);
        if (IsDown(hour)) return;
        if (IsDown(hour - Step)) foreach (var node in nodes) node.Restart();
        if (!IsAdServerAway(hour)) Exchange(step);
        foreach (var node in nodes)
        {
            node.Hear(hour);
            if (step % 4 == 0 || IsDown(hour - Step)) node.Follow(snapshot, now);
            node.Steer(now);
        }
        foreach (var zone in Zones) Ask(zone, hour, now);
    }

    private void EndHour(double hour)
    {
        foreach (var campaign in campaigns) campaign.EndHour(Math.Round(hour));
        if (Math.Round(hour) % 24 == 0) foreach (var node in nodes) node.NewDay();
    }

    private void Exchange(int step)
    {
        for (var i = 0; i < nodes.Length; i++)
            if ((step + i) % 4 == 0) nodes[i].Tell(delivered);
        if (step % 4 == 0) snapshot = Pull();
    }

    private void Ask(SimulatedZone zone, double hour, DateTimeOffset now)
    {
        var expected = zone.PerSecond(hour) * 15;
        for (var more = Poisson(expected); more > 0; more--)
        {
            asked[zone.Id] = asked.GetValueOrDefault(zone.Id) + 1;
            var node = Node();
            node.Ask(zone.Id, now);
            var request = new SlotRequest { Zone = snapshot.Zones[zone.Id], Goals = node.Goals };
            var chosen = Selector.Choose(snapshot, request, now, chance.NextDouble()).Creative!;
            if (node.Goals.Of(chosen.Campaign) is { } goal && goal.TryReserve()) node.Push(campaigns[chosen.Campaign.Ordinal], goal, hour, chance);
            else left[zone.Id] = left.GetValueOrDefault(zone.Id) + 1;
        }
    }

    private SimulatedNode Node()
    {
        var draw = chance.NextDouble();
        for (var i = 0; i < nodes.Length - 1; i++)
            if ((draw -= nodeShares[i]) < 0) return nodes[i];
        return nodes[^1];
    }

    /// <summary>The sum of independent requests; for more than a few the normal curve is as good.</summary>
    private int Poisson(double mean)
    {
        if (mean > 30)
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble()))));
        var (count, product, limit) = (0, chance.NextDouble(), Math.Exp(-mean));
        for (; product > limit; product *= chance.NextDouble()) count++;
        return count;
    }

    private Snapshot Pull()
    {
        var now = campaigns.Select(campaign => campaign.At(Start, delivered.GetValueOrDefault(campaign.Id))).ToArray();
        var remnant = new Campaign("house", "", "house", Tier.Remnant, 0, 1, RunStatus.Running, default) { Ordinal = now.Length };
        var links = Zones.ToDictionary(zone => zone.Id, zone => campaigns.Where(campaign => campaign.Zones.Contains(zone.Id))
            .Select(campaign => Creative(now[campaign.Ordinal])).Append(Creative(remnant)).ToImmutableArray());
        return new(Start, TimeZoneInfo.Utc)
        {
            Zones = Zones.ToFrozenDictionary(zone => zone.Id, zone => new Zone(zone.Id, "", zone.Id, 300, 250)),
            Campaigns = now.Append(remnant).ToFrozenDictionary(campaign => campaign.Id),
            Links = links.ToFrozenDictionary(),
        };
    }

    private static Creative Creative(Campaign of) => new(of.Id, of, of.Id, 300, 250, 1, RunStatus.Running, "/");

    private static bool IsDown(double hour) => hour is >= 62 and < 64;

    private static bool IsAdServerAway(double hour) => hour is >= 106 and < 108;

    private static readonly SimulatedZone[] Zones =
    [
        // A newspaper, an evening and weekend site, one of offices, and a small one that runs around the clock
        new("news", 1.2, [0.3, 0.9, 1.6, 1.2], 0.8), new("sport", 0.6, [0.2, 0.3, 1.0, 2.5], 1.6),
        new("office", 0.7, [0.05, 1.8, 2.0, 0.15], 0.25), new("small", 0.08, [1, 1, 1, 1], 1),
    ];

    private static SimulatedCampaign[] Contracts()
    {
        SimulatedCampaign[] all =
        [
            new("first", 10, "news", "sport") { Ordinal = 0, Booked = 120_000 },
            new("second", 9, "news") { Ordinal = 1, Booked = 60_000 },
            new("night too", 8, "sport") { Ordinal = 2, Booked = 70_000 },
            new("twin a", 7, "office") { Ordinal = 3, Booked = 50_000 },
            new("twin b", 7, "office") { Ordinal = 4, Booked = 25_000 },
            new("tiny", 6, "news", "small") { Ordinal = 5, Booked = 500 },
            new("weekdays", 6, "news", "office") { Ordinal = 6, From = 24, Until = 144, Booked = 40_000 },
            new("one day", 5, "news", "sport") { Ordinal = 7, From = 72, Until = 96, Booked = 9_000 },
            new("daily", 5, "news", "sport", "office") { Ordinal = 8, Daily = 6_000 },
            new("daily small", 4, "small") { Ordinal = 9, Daily = 1_000 },
            new("raised", 4, "news", "sport") { Ordinal = 10, Booked = 20_000, Change = (50, c => c.Booked = 45_000) },
            new("lowered", 3, "news", "sport") { Ordinal = 11, Booked = 40_000, Change = (80, c => c.Booked = 26_000) },
            new("longer", 3, "news", "office") { Ordinal = 12, Until = 96, Booked = 20_000, Change = (70, c => c.Until = 168) },
            new("shorter", 2, "sport", "news") { Ordinal = 13, Booked = 12_000, Change = (90, c => c.Until = 120) },
            new("after outage", 2, "news") { Ordinal = 14, From = 48, Until = 72, Booked = 8_000 },
            new("starved", 1, "small") { Ordinal = 15, Booked = 150_000, Short = "three times the zone's traffic" },
            new("last", 1, "office") { Ordinal = 16, Booked = 500_000, Short = "more than higher priorities leave" },
        ];
        return all;
    }
}
