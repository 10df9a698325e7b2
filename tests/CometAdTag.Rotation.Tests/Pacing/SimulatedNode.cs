using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Tests.Pacing;

/// <summary>One node: its pacer, its ledger, and the pushes of which it has not heard yet.</summary>
internal sealed class SimulatedNode
{
    private readonly Dictionary<string, long> untold = [], today = [];
    private readonly PriorityQueue<(SimulatedCampaign Campaign, Goal Goal, bool Renders), double> underWay = new();
    private readonly Dictionary<(string Zone, DateTimeOffset Hour), long> asked = [];
    private Dictionary<string, long> beforeToday = [];
    private Pacer pacer = new();
    private bool isNew;

    public Goals Goals => pacer.Goals;

    public void Follow(Snapshot snapshot, DateTimeOffset now)
    {
        pacer.Follow(snapshot, id => new(untold.GetValueOrDefault(id), 0, today.GetValueOrDefault(id), beforeToday.TryGetValue(id, out var before) ? before : null), now);
        if (isNew) pacer.Recall(asked.Where(hour => hour.Key.Hour.AddHours(1) <= now).Select(hour => (hour.Key.Zone, hour.Key.Hour, hour.Value)));
        (isNew, beforeToday) = (false, pacer.BeforeToday());
    }

    /// <summary>It got a request.</summary>
    public void Ask(string zone, DateTimeOffset now)
    {
        var hour = (zone, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour)));
        asked[hour] = asked.GetValueOrDefault(hour) + 1;
    }

    public void Steer(DateTimeOffset now) => pacer.Steer(now);

    /// <summary>Only what is on disk stays.</summary>
    public void Restart()
    {
        (pacer, isNew) = (new(), true);
        underWay.Clear();
    }

    public void NewDay() => today.Clear();

    public void Push(SimulatedCampaign campaign, Goal goal, double hour, Random chance)
    {
        // Most render within seconds; some never do, and are given back after five minutes
        var renders = chance.NextDouble() < 0.92;
        underWay.Enqueue((campaign, goal, renders), hour + ((renders ? chance.NextDouble() * 4 : 300) / 3600));
    }

    public void Hear(double hour)
    {
        while (underWay.TryPeek(out var push, out var at) && at <= hour)
        {
            underWay.Dequeue();
            if (push.Renders) Render(push.Campaign, push.Goal, hour);
            else push.Goal.GiveBack();
        }
    }

    /// <summary>Tells the ad server all that it does not know.</summary>
    public void Tell(Dictionary<string, long> delivered)
    {
        foreach (var (id, count) in untold) delivered[id] = delivered.GetValueOrDefault(id) + count;
        untold.Clear();
    }

    private void Render(SimulatedCampaign campaign, Goal goal, double hour)
    {
        goal.Book(wasReserved: true);
        campaign.Render(hour);
        untold[campaign.Id] = untold.GetValueOrDefault(campaign.Id) + 1;
        today[campaign.Id] = today.GetValueOrDefault(campaign.Id) + 1;
    }
}
