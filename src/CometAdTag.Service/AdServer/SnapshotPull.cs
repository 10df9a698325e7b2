using System.Security.Cryptography;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>One pull after the other: fetch, read, compare with what is shown, swap in whole, keep on disk. What goes wrong leaves the old snapshot.</summary>
internal sealed class SnapshotPull(
    CampaignSource source, Snapshots snapshots, SnapshotStore store, DeliveredHere here, Live<AdServerOptions> options, Instruments instruments, TimeProvider time, ILogger<SnapshotPull> log)
    : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private AcceptedFeed? accepted;
    private string? waiting, refused;
    private AdServerOutcome? failed;

    /// <summary>Serves the last good feed of an earlier run until the first pull.</summary>
    public void Restore()
    {
        if (store.Load(options.Value.Location) is not { } stored) return;
        var reading = CampaignFeed.Read(stored.Body);
        foreach (var error in reading.Errors) log.LogError("The last good snapshot is not readable any more: {Error}", error);
        if (reading.Snapshot is not { } snapshot) return;
        Serve(snapshot, stored);
        log.LogInformation("Serving the last good snapshot of {PulledAt:u} until the first pull", stored.PulledAt);
    }

    /// <summary>Force takes a feed that would withdraw more than AdServer:MaxShrink at once.</summary>
    public async Task<PullResult> PullAsync(bool force, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var feed = options.Value;
            here.Ask();
            var result = Take(await source.FetchAsync(feed, IsOf(feed) ? accepted?.ETag : null, cancel), feed, force);
            instruments.AdServerRequest(feed.Source, Words.Of(result.Outcome));
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private PullResult Take(AdServerAnswer answer, AdServerOptions feed, bool force)
    {
        snapshots.IsAdServerAway = answer.IsTransient || answer.Outcome == AdServerOutcome.CircuitOpen;
        if (answer.Outcome is not (AdServerOutcome.Ok or AdServerOutcome.NotModified)) return Failed(answer, feed);
        if (failed is not null) log.LogInformation("Campaigns of {Feed}: the ad server answers again", feed.Name);
        failed = null;
        return answer.Outcome == AdServerOutcome.Ok ? Read(answer, feed, force) : Confirm();
    }

    private PullResult Read(AdServerAnswer answer, AdServerOptions feed, bool force)
    {
        var print = Print(answer.Body);
        if (IsOf(feed) && accepted?.Print == print) return Confirm();
        var reading = CampaignFeed.Read(answer.Body);
        if (reading.Snapshot is not { } snapshot) return Refuse(reading, feed, print);
        var part = Shrink.Part(snapshots.Current, snapshot);
        return part > options.Value.MaxShrink && IsOf(feed) && !force && waiting != print ? Wait(feed, part, print) : Accept(answer, feed, snapshot);
    }

    private PullResult Accept(AdServerAnswer answer, AdServerOptions feed, Snapshot snapshot)
    {
        var stored = new StoredFeed(feed.Location, answer.ETag, time.GetUtcNow(), answer.Body);
        Serve(snapshot, stored);
        store.Save(stored);
        log.LogInformation("Campaigns of {Feed}: {Zones} zones, {Campaigns} campaigns, {Creatives} creatives", feed.Name, snapshot.Zones.Count, snapshot.Campaigns.Count, snapshot.Creatives.Count);
        return new(AdServerOutcome.Ok, []);
    }

    private void Serve(Snapshot snapshot, StoredFeed stored)
    {
        (accepted, waiting, refused) = (new(stored.Location, stored.ETag, Print(stored.Body)), null, null);
        instruments.Known(snapshot.Zones.Keys, snapshot.Campaigns.Keys);
        here.Answer(snapshot.Counted);
        snapshots.Replace(snapshot, stored.PulledAt);
    }

    private PullResult Confirm()
    {
        (waiting, refused) = (null, null);
        snapshots.Confirm(time.GetUtcNow());
        store.Confirm(time.GetUtcNow());
        return new(AdServerOutcome.NotModified, []);
    }

    private PullResult Wait(AdServerOptions feed, double part, string print)
    {
        waiting = print;
        var error = $"it would withdraw {part:P0} of the running creatives, more than AdServer:MaxShrink; it waits until a second pull agrees";
        log.LogWarning("Campaigns of {Feed}: {Error}", feed.Name, error);
        return new(AdServerOutcome.Shrink, [error]);
    }

    private PullResult Refuse(FeedReading reading, AdServerOptions feed, string print)
    {
        waiting = null;
        if (refused == print) log.LogError("Campaigns of {Feed}: still refused, errors as before: {Count}", feed.Name, reading.Errors.Length);
        else foreach (var error in reading.Errors) log.LogError("Campaigns of {Feed} is refused: {Error}", feed.Name, error);
        refused = print;
        return new(AdServerOutcome.Refused, reading.Errors);
    }

    private PullResult Failed(AdServerAnswer answer, AdServerOptions feed)
    {
        // Once an outage, and what opened the circuit says more
        if (failed is null || (answer.Outcome != failed && answer.Outcome != AdServerOutcome.CircuitOpen))
        {
            failed = answer.Outcome;
            log.LogError("Campaigns of {Feed}: {Outcome}: {Detail}", feed.Name, Words.Of(answer.Outcome), answer.Detail);
        }
        return new(answer.Outcome, [answer.Detail], answer.RetryAfter);
    }

    /// <summary>What is served came from this location, so its tag means something there, and it may not shrink unasked.</summary>
    private bool IsOf(AdServerOptions feed) => accepted?.Location == feed.Location;

    private static string Print(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));
}
