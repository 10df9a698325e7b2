using System.Text.Json;
using BenchmarkDotNet.Attributes;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Benchmarks;

/// <summary>A new pull of 10,000 creatives of 2,000 campaigns with 50,000 links to 1,000 zones: held against parsing the same JSON and no more.</summary>
public class SnapshotBenchmarks
{
    private byte[] feed = [];
    private Snapshot snapshot = Snapshot.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        feed = new Installation(campaigns: 2_000, creatives: 10_000, zones: 1_000).Feed();
        snapshot = Installation.Snapshot(feed);
    }

    [Benchmark(Baseline = true)]
    public int JsonAlone()
    {
        using var document = JsonDocument.Parse(feed);
        return document.RootElement.GetPropertyCount();
    }

    [Benchmark]
    public Snapshot FromFeed() => Installation.Snapshot(feed);

    [Benchmark]
    public RuleBook RulesOfIt() => RuleBook.Of(snapshot);
}
