using System.Text.Json.Serialization;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What a process says of its pages: counts by name, and <see cref="Histogram.Numbers"/> by name.</summary>
internal sealed record Report
{
    public const string Opened = "opened", CameBack = "came back", Now = "open", Refused = "refused", GivenUp = "given up", Closed = "closed", Lost = "lost",
        Pushes = "pushes", Overdue = "overdue", Empty = "empty", Sent = "sent", Acknowledged = "acknowledged", Waiting = "waiting", Kept = "kept", ReceiptRefused = "receipt refused",
        Showing = "showing", Visits = "visits", Hidden = "hidden", Offline = "offline", Unsettled = "unsettled", Duplicate = "duplicate", Cpu = "cpu",
        StormRefused = "refused of the storm", StormRefusals = "refusals of a page of the storm";

    public const string FirstAd = "first ad", Lateness = "lateness", Ack = "ack", Event = "event", Withdrawn = "withdrawn", Replaced = "replaced",
        StormIn = "storm in", StormLateness = "storm lateness", RetryAfter = "retry after";

    public Dictionary<string, long> Counts { get; init; } = [];

    public Dictionary<string, long[]> Times { get; init; } = [];

    public long this[string name] => Counts.GetValueOrDefault(name);

    public Histogram Histogram(string name)
    {
        var histogram = new Histogram();
        if (Times.TryGetValue(name, out var numbers)) histogram.Add(numbers);
        return histogram;
    }

    /// <summary>The counts below a name, such as each reason of a refusal, the most first.</summary>
    public IEnumerable<(string Which, long Count)> Of(string name) =>
        Counts.Where(each => each.Key.StartsWith(name + ".", StringComparison.Ordinal)).OrderByDescending(each => each.Value)
            .Select(each => (each.Key[(name.Length + 1)..], each.Value));

    public long SumOf(string name) => Of(name).Sum(each => each.Count);

    public static Report Sum(IReadOnlyCollection<Report> reports) => new()
    {
        Counts = reports.SelectMany(report => report.Counts).GroupBy(each => each.Key).ToDictionary(each => each.Key, each => each.Sum(count => count.Value)),
        Times = reports.SelectMany(report => report.Times.Keys).Distinct().ToDictionary(name => name, name => Merge(reports.Select(report => report.Times[name]))),
    };

    private static long[] Merge(IEnumerable<long[]> all)
    {
        var sum = new Histogram();
        foreach (var numbers in all) sum.Add(numbers);
        return sum.Numbers();
    }
}

/// <summary>How the processes of a run speak to each other: JSON, one object a line.</summary>
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Share))]
internal sealed partial class LoadJson : JsonSerializerContext;
