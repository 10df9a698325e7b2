using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// Steers all campaigns with goals: asked about each second, and with each snapshot. Decisions only read what it wrote. Safe on any
/// thread; what it knows of traffic and of pushes under way outlives snapshots.
/// </summary>
public sealed class Pacer
{
    /// <summary>A longer silence is one of this service, and says nothing of the traffic.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ForecastEvery = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, GoalPlan> plans = [];
    private FrozenDictionary<string, ZoneTraffic> zones = FrozenDictionary<string, ZoneTraffic>.Empty;
    private volatile Goals goals = Goals.None;
    private TimeZoneInfo timeZone = TimeZoneInfo.Utc;
    private DateTimeOffset steeredAt, forecastAt;

    /// <summary>Those of the snapshot that it follows.</summary>
    public Goals Goals => goals;

    /// <summary>Own: what this node counted of each campaign and the snapshot does not contain.</summary>
    public Goals Follow(Snapshot snapshot, Func<string, OwnCount> own, DateTimeOffset now)
    {
        lock (gate)
        {
            timeZone = snapshot.TimeZone;
            var linked = Linked(snapshot);
            foreach (var gone in plans.Keys.Where(id => snapshot.Campaigns.GetValueOrDefault(id) is not { HasGoal: true }).ToList()) plans.Remove(gone);
            if (zones.Count != snapshot.Zones.Count || !snapshot.Zones.Keys.All(zones.ContainsKey)) Renew(snapshot.Zones.Keys);
            foreach (var campaign in snapshot.Campaigns.Values.Where(campaign => campaign.HasGoal))
            {
                if (!plans.TryGetValue(campaign.Id, out var plan)) plans[campaign.Id] = plan = new(new());
                plan.Follow(campaign, own(campaign.Id), linked[campaign.Id].Select(zone => zones[zone]), now);
            }
            goals = Table(snapshot);
            SteerAll(now);
            return goals;
        }
    }

    /// <summary>What an earlier run knew of the traffic: requests of a zone in the hour that began then.</summary>
    public void Recall(IEnumerable<(string Zone, DateTimeOffset Hour, long Requests)> known)
    {
        lock (gate)
        {
            foreach (var (zone, hour, requests) in known)
                if (zones.TryGetValue(zone, out var traffic)) traffic.Recall((int)Week.HourOf(hour, timeZone), requests);
            Forecast();
        }
    }

    /// <summary>The day, in the ad server's time zone, that it steers in.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>How many impressions each campaign with a daily goal had everywhere when that day began.</summary>
    public Dictionary<string, long> BeforeToday()
    {
        lock (gate) return plans.Where(plan => plan.Value.HasDaily).ToDictionary(plan => plan.Key, plan => plan.Value.BeforeToday, StringComparer.Ordinal);
    }

    public void Steer(DateTimeOffset now)
    {
        lock (gate) SteerAll(now);
    }

    /// <summary>Null where the campaign has no goal.</summary>
    public GoalReport? Report(string campaign, DateTimeOffset now)
    {
        lock (gate) return plans.GetValueOrDefault(campaign)?.Report(now);
    }

    private void SteerAll(DateTimeOffset now)
    {
        var step = now - steeredAt;
        steeredAt = now;
        if (step < TimeSpan.Zero || step > LongestStep) step = TimeSpan.Zero;
        var at = new PaceTime(now, LocalDay.Of(now, timeZone), Week.HourOf(now, timeZone), step.TotalSeconds);
        Day = at.Day.Date;
        foreach (var zone in zones.Values) zone.Learn(at.Hour, step.TotalHours);
        if (now - forecastAt >= ForecastEvery)
        {
            forecastAt = now;
            Forecast();
        }
        foreach (var plan in plans.Values) plan.Steer(at);
    }

    private void Forecast()
    {
        foreach (var zone in zones.Values) zone.Forecast();
        foreach (var plan in plans.Values) plan.Forecast();
    }

    private Goals Table(Snapshot snapshot)
    {
        var table = new Goal?[snapshot.Campaigns.Values.Select(campaign => campaign.Ordinal + 1).DefaultIfEmpty(0).Max()];
        foreach (var campaign in snapshot.Campaigns.Values)
            table[campaign.Ordinal] = plans.GetValueOrDefault(campaign.Id)?.Goal;
        return new(table, zones);
    }

    private static ILookup<string, string> Linked(Snapshot snapshot) =>
        snapshot.Links.SelectMany(link => link.Value.Select(creative => (Zone: link.Key, creative.Campaign))).Where(link => link.Campaign.HasGoal)
            .Distinct().ToLookup(link => link.Campaign.Id, link => link.Zone, StringComparer.Ordinal);

    private void Renew(IEnumerable<string> known) =>
        zones = known.ToFrozenDictionary(id => id, id => zones.GetValueOrDefault(id) ?? new ZoneTraffic(), StringComparer.Ordinal);
}
