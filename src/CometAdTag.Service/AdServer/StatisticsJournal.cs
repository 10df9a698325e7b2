using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;

namespace CometAdTag.Service.AdServer;

/// <summary>What is said of the hand-over: each thing once in the log, and the last of it in the status.</summary>
internal sealed class StatisticsJournal(TimeProvider time, ILogger<StatisticsJournal> log)
{
    /// <summary>Zones and creatives that the ad server refused are named up to this many times, and cut to this length.</summary>
    private const int MaxNamed = 1_000, MaxCharacters = 100;

    private readonly HashSet<(string, string, string)> named = [];

    public DateTimeOffset? LastSuccess { get; private set; }

    /// <summary>In words; null while all is well.</summary>
    public string? LastError { get; private set; }

    /// <summary>All that waited was told.</summary>
    public void Succeeded()
    {
        LastSuccess = time.GetUtcNow();
        if (LastError is not null) log.LogInformation("Statistics are handed over to the ad server again");
        LastError = null;
    }

    public void Failed(AdServerAnswer answer)
    {
        // What opened the circuit says more
        if (answer.Outcome != AdServerOutcome.CircuitOpen || LastError is null) Failed($"{Words.Of(answer.Outcome)}: {answer.Detail}");
    }

    public void Failed(string error)
    {
        if (LastError != error) log.LogError("Statistics wait: the ad server could not be told: {Error}", error);
        LastError = error;
    }

    public void Refused(string? zone, string? creative, string? reason)
    {
        var name = (Short(zone), Short(creative), Short(reason));
        if (named.Count >= MaxNamed || !named.Add(name)) return;
        log.LogWarning("The ad server does not count impressions and clicks of zone {Zone} and creative {Creative}: {Reason}", name.Item1, name.Item2, name.Item3);
    }

    public void SetAside(HandOverBatch batch, AdServerAnswer answer)
    {
        LastError = $"batch {batch.Id} was refused whole: {answer.Detail}";
        log.LogError(
            "The ad server refused statistics batch {Batch} whole ({Detail}): {Impressions} impressions and {Clicks} clicks are not counted there; the batch stays in the ledger file of {Day:yyyy-MM-dd}",
            batch.Id, answer.Detail, batch.Total.Impressions, batch.Total.Clicks, batch.Day);
    }

    public void Unconfirmed(Delivered count, AdServerAnswer answer) => log.LogWarning(
        "{Impressions} impressions and {Clicks} clicks are unconfirmed: they were sent to the ad server and not answered as they should be ({Outcome}: {Detail})",
        count.Impressions, count.Clicks, Words.Of(answer.Outcome), answer.Detail);

    private static string Short(string? text) => string.Concat((text ?? "").Where(c => !char.IsControl(c)).Take(MaxCharacters));
}
