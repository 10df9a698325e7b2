using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Pacing;

/// <summary>Steers one campaign to its goals: how fast it has to go now, and which part of its requests that is. Used by one thread at a time.</summary>
internal sealed class GoalPlan(Goal goal)
{
    /// <summary>A plan ends this part of its time, or so many hours, before that ends: what is pushed last takes a while to render.</summary>
    private const double Margin = 0.01, MostMargin = 0.25;

    /// <summary>Seconds in which the speed may double; it may fall at once.</summary>
    private const double Doubling = 600;

    /// <summary>Seconds after which the part of pushes that render is 37 % forgotten, and pushes that the guess of it counts as much as.</summary>
    private const double YieldLife = 3600, YieldTrust = 20;

    /// <summary>The part of the expected traffic that is planned with: forecasts are wrong, and others may need it in the same hours.</summary>
    private const double Sure = 0.8;

    private readonly GoalCount count = new(goal);
    private readonly Reach reach = new();
    private readonly double[] capacity = new double[Week.Hours];
    private Campaign campaign = null!;
    private OwnCount own;
    private ZoneTraffic[] zones = [];
    private LocalDay day;
    private Fading booked, ended;
    private (long Offers, double Room, long Booked, long GivenBack) seen;
    private DateTimeOffset since;
    private double speed, least;
    private bool isTrafficKnown;

    public Goal Goal => goal;

    public bool HasDaily => campaign.DailyImpressions is not null;

    public long BeforeToday => count.BeforeToday;

    /// <summary>Takes over what the snapshot says, and what of it is this node's own.</summary>
    public void Follow(Campaign said, OwnCount mine, IEnumerable<ZoneTraffic> linked, DateTimeOffset now)
    {
        if (campaign is null) since = now;
        if (campaign?.Flight != said.Flight || campaign.BookedImpressions != said.BookedImpressions || campaign.DailyImpressions != said.DailyImpressions) speed = 0;
        (campaign, own, zones) = (said, mine, [.. linked]);
        count.Follow(said, mine, now);
        goal.IsPaced = said.IsPaced;
        Forecast();
    }

    /// <summary>Looks anew at what requests are to be expected in each hour of the week.</summary>
    public void Forecast()
    {
        capacity.AsSpan().Clear();
        isTrafficKnown = zones.Length > 0;
        foreach (var zone in zones)
        {
            var expected = zone.Expected;
            isTrafficKnown &= !expected.IsEmpty;
            for (var h = 0; h < expected.Length; h++) capacity[h] += expected[h];
        }
        reach.Narrow(capacity);
        least = capacity.Min();
    }

    public void Steer(in PaceTime at)
    {
        count.Begin(at.Day, own);
        if (day.Date != at.Day.Date) (day, speed) = (at.Day, campaign.DailyImpressions is null ? speed : 0);
        count.Limit(campaign);
        if (!campaign.IsPaced) return;
        Learn(at);
        if (campaign.Flight.Contains(at.Now)) goal.Part = PartAt(at);
    }

    public GoalReport Report(DateTimeOffset now) => new(
        campaign.BookedImpressions, campaign.DailyImpressions, (long)count.Total, (long)count.Today, goal.Reserved, Planned(now),
        goal.IsPaced ? Math.Min(1, goal.Part) : null, goal.IsPaced ? speed / count.Share : null);

    /// <summary>Where it would be, had it gone evenly since the flight, or else its knowledge, began.</summary>
    private long? Planned(DateTimeOffset now)
    {
        var (goals, start, end) = campaign switch
        {
            { BookedImpressions: { } all, Flight.End: { } last } => (all, campaign.Flight.Start ?? since, last),
            { DailyImpressions: { } daily } => (daily, day.Start, day.End),
            _ => (0, default, default),
        };
        return start >= end ? null : (long)(goals * Math.Clamp((now - start) / (end - start), 0, 1));
    }

    private void Learn(in PaceTime at)
    {
        var now = (goal.Offers, goal.Room, goal.Booked, goal.GivenBack);
        var (offers, room, kept, back) = (now.Offers - seen.Offers, now.Room - seen.Room, now.Booked - seen.Booked, now.GivenBack - seen.GivenBack);
        seen = now;
        var part = Fading.Part(at.Seconds, YieldLife);
        booked.Add(kept, part);
        ended.Add(kept + back, part);
        // Where it could take none, nobody can tell what it was left
        if (at.Seconds <= 0 || goal.IsReached || campaign.Status != RunStatus.Running || !campaign.Flight.Contains(at.Now)) return;
        var requests = 0L;
        foreach (var zone in zones) requests += zone.News;
        reach.Learn(at.Hour, offers, room, requests, at.Seconds);
    }

    private double PartAt(in PaceTime at)
    {
        var yield = (booked.Sum + YieldTrust) / (ended.Sum + YieldTrust);
        var wanted = Wanted(at, yield);
        speed = speed > 0 ? Math.Min(wanted, speed * Math.Pow(2, at.Seconds / Doubling)) : wanted;
        if (speed <= 0) return 0;
        var requests = reach.Now(isTrafficKnown ? capacity[at.Hour] / 3600 : null);
        return speed / 3600 / (requests * yield);
    }

    /// <summary>Impressions an hour of this node: what its flight asks for, or its day if that is less.</summary>
    private double Wanted(in PaceTime at, double yield)
    {
        var wanted = double.PositiveInfinity;
        if (campaign is { BookedImpressions: { } all, Flight: { End: { } end, Start: var start } })
            wanted = SpeedTo(all - count.Total, at, start ?? since, end, yield);
        if (campaign.DailyImpressions is { } daily)
            wanted = Math.Min(wanted, SpeedTo(daily - count.Today, at, day.Start, day.End, yield));
        if (!double.IsInfinity(wanted)) return wanted;
        var most = 0.0;
        foreach (var hour in capacity) most = Math.Max(most, hour);
        return most * yield;
    }

    private double SpeedTo(double left, in PaceTime at, DateTimeOffset start, DateTimeOffset end, double yield)
    {
        var margin = Math.Min(MostMargin, Margin * (end - start).TotalHours);
        var hours = Math.Max((end - at.Now).TotalHours - margin, margin / 4);
        var amount = (left * count.Share) - (goal.Reserved * yield);
        if (amount <= 0) return 0;
        var brings = yield * Sure;
        return amount / hours <= least * brings ? amount / hours : brings * EvenSpeed.Of(amount / brings, hours, at.HourOfWeek, isTrafficKnown ? capacity : []);
    }
}
