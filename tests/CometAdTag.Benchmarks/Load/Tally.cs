using System.Runtime.InteropServices;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What the pages of one process have lived through so far.</summary>
internal sealed class Tally
{
    /// <summary>Pushes before their time and after it, what came late, and how long what they waited for took.</summary>
    public Histogram FirstAd { get; } = new();

    public Histogram Lateness { get; } = new();

    /// <summary>Of pages that were inside before the storm, while it lasts.</summary>
    public Histogram StormLateness { get; } = new();

    /// <summary>How long pages of the storm were away, and what they were told when they were refused.</summary>
    public Histogram StormIn { get; } = new();

    public Histogram RetryAfter { get; } = new();

    public Histogram Ack { get; } = new();

    public Histogram Event { get; } = new();

    public Histogram Withdrawn { get; } = new();

    public Histogram Replaced { get; } = new();

    public long Pushes { get; set; }

    public long Sent { get; set; }

    public long Acknowledged { get; set; }

    /// <summary>What is rarer, by its name.</summary>
    public Dictionary<string, long> Others { get; } = [];

    public void Count(string what, string which = "")
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(Others, which.Length == 0 ? what : $"{what}.{which}", out _);
        count++;
    }

    public void Count(string what, int many)
    {
        if (many > 0) Others[what] = Others.GetValueOrDefault(what) + many;
    }

    public Report ToReport(IEnumerable<KeyValuePair<string, long>> more) => new()
    {
        Counts = new(Others.Concat(more))
        {
            [Report.Pushes] = Pushes,
            [Report.Sent] = Sent,
            [Report.Acknowledged] = Acknowledged,
        },
        Times = new()
        {
            [Report.FirstAd] = FirstAd.Numbers(),
            [Report.Lateness] = Lateness.Numbers(),
            [Report.StormLateness] = StormLateness.Numbers(),
            [Report.StormIn] = StormIn.Numbers(),
            [Report.RetryAfter] = RetryAfter.Numbers(),
            [Report.Ack] = Ack.Numbers(),
            [Report.Event] = Event.Numbers(),
            [Report.Withdrawn] = Withdrawn.Numbers(),
            [Report.Replaced] = Replaced.Numbers(),
        },
    };
}
