using BenchmarkDotNet.Attributes;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Benchmarks;

/// <summary>What a page passes of the delivery rules of one zone, in which 25 of 50 creatives have one to three.</summary>
public class PageRuleBenchmarks
{
    private const int Pages = 8;

    private readonly PageFacts[] pages = [.. Enumerable.Range(0, Pages).Select(MadeUpPages.Page)];
    private readonly ulong[] passed = new ulong[1];
    private RuleBook book = RuleBook.Empty;
    private ZoneRules[] zones = [];
    private Creative[][] linked = [];

    [GlobalSetup]
    public void SetUp()
    {
        var snapshot = Installation.Snapshot(new Installation(campaigns: 1_000, creatives: 5_000, zones: 100).Feed());
        book = RuleBook.Of(snapshot);
        zones = [.. snapshot.Zones.Values.Select(zone => book.Of(zone)!)];
        linked = [.. snapshot.Zones.Values.Select(zone => snapshot.LinkedTo(zone).ToArray())];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Pages * 100)]
    public int EachCreativeAsExplained()
    {
        var all = 0;
        foreach (var page in pages)
            foreach (var zone in linked)
                foreach (var creative in zone)
                    all += book.Explain(creative, page, Installation.Now).Count(verdict => verdict.Passes);
        return all;
    }

    [Benchmark(OperationsPerInvoke = Pages * 100)]
    public ulong Bitset()
    {
        var all = 0UL;
        foreach (var page in pages)
            foreach (var zone in zones)
            {
                zone.Evaluate(page, Installation.Now, passed);
                all ^= passed[0];
            }
        return all;
    }
}
