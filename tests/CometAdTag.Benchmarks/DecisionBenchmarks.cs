using BenchmarkDotNet.Attributes;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Benchmarks;

/// <summary>One decision, of 1,000 campaigns and 5,000 creatives, 50 of them linked to each zone; the requests are for one zone, or for all in turn.</summary>
public class DecisionBenchmarks
{
    private const int Requests = 4_096;

    private Snapshot snapshot = Snapshot.Empty;
    private Goals goals = Goals.None;
    private Visit[] visits = [];
    private PlainSelection plain = new(Snapshot.Empty, Goals.None);

    [Params(1, 100)]
    public int Zones { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        snapshot = Installation.Snapshot(new Installation(campaigns: 1_000, creatives: 5_000, zones: 100).Feed());
        var requests = new Visits(snapshot, Zones);
        (goals, visits) = (requests.Goals, requests.Take(Requests));
        plain = new(snapshot, goals);
        foreach (var visit in visits)
            if (Choose(visit) != plain.Choose(visit, Installation.Now)) throw new InvalidOperationException($"The two selections disagree: {visit}");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Requests)]
    public int Plain()
    {
        var filled = 0;
        foreach (var visit in visits)
            if (plain.Choose(visit, Installation.Now) is not null) filled++;
        return filled;
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public int Decision()
    {
        var filled = 0;
        foreach (var visit in visits)
            if (Choose(visit) is not null) filled++;
        return filled;
    }

    private Creative? Choose(Visit visit) => Selector.Choose(snapshot, visit.Request(goals), Installation.Now, visit.Draw).Creative;
}
