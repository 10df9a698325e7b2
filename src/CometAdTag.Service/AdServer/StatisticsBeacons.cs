using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// One request of the ad server's own beacons for each impression and click, for an ad server without the plugin. None is sent twice: what
/// was not answered well is unconfirmed, and so is a batch that was being told when the process ended.
/// </summary>
internal sealed class StatisticsBeacons(
    HandOver handOver, AdServerHttp http, Patience patience, Snapshots snapshots, Live<AdServerOptions> options, StatisticsJournal journal, Instruments instruments)
    : IStatisticsWay
{
    public const int AtOnce = 8, Batch = 100;
    private const int MaxAnswerBytes = 1 << 20;

    private (HandOverBatch Batch, BeaconTally Tally)? told;
    private bool probes;

    public async Task<AdServerAnswer?> TellAsync(CancellationToken cancel)
    {
        // Told, but the ledger could not be written then
        if (told is { } before) await Settle(before.Batch, before.Tally);
        if (cancel.IsCancellationRequested) return null;
        // Revive's beacons are answered as always while its database is down, and what they say is lost
        if (snapshots.IsAdServerAway && !handOver.Totals.Waiting.IsNone) return new(AdServerOutcome.CircuitOpen, "it does not tell its campaigns now, so it may lose what it is told");
        // After a failure a single one finds out how the ad server is
        var wanted = new HandOverRequest(MaxRows: Batch, MaxCount: probes ? 1 : Batch, MayRepeat: false);
        if (await handOver.Next(wanted, CancellationToken.None) is not { } batch) return null;
        var tally = new BeaconTally(batch);
        Refuse(batch, tally);
        told = (batch, tally);
        await Parallel.ForEachAsync(tally.Beacons().TakeWhile(_ => !cancel.IsCancellationRequested), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (beacon, _) => tally.Add(beacon, await SendAsync(beacon, cancel)));
        await Settle(batch, tally);
        probes = tally.Failure is not null;
        return tally.Failure ?? new(AdServerOutcome.Ok, "");
    }

    private async Task Settle(HandOverBatch batch, BeaconTally tally)
    {
        await handOver.Settle(batch, tally.Handed, tally.Left);
        told = null;
        if (tally.Unconfirmed is { IsNone: false } unconfirmed) journal.Unconfirmed(unconfirmed, tally.Failure!);
    }

    private void Refuse(HandOverBatch batch, BeaconTally tally)
    {
        for (var at = 0; at < batch.Rows.Length; at++)
        {
            var key = batch.Rows[at].Key;
            if (StatisticsId.AreNumbers(key.Zone, key.Campaign, key.Creative)) continue;
            tally.Refuse(at);
            journal.Refused(key.Zone, key.Creative, StatisticsId.Refusal);
        }
    }

    private async Task<AdServerAnswer> SendAsync(Beacon beacon, CancellationToken cancel)
    {
        var answer = await AskAsync(beacon, cancel);
        instruments.AdServerRequest(AdServerOptions.StatisticsSource, Words.Of(answer.Outcome));
        return answer;
    }

    private async Task<AdServerAnswer> AskAsync(Beacon beacon, CancellationToken cancel)
    {
        var url = options.Value.Statistics.Script(beacon.Script);
        var neverSent = true;
        try
        {
            return await patience.Beacon.AskAsync(async token =>
            {
                neverSent = false;
                var answer = await http.AskOnceAsync(new HttpRequestMessage(HttpMethod.Get, url), MaxAnswerBytes, token);
                neverSent = answer.NeverSent;
                if (beacon.IsAccepted(answer)) return answer with { Outcome = AdServerOutcome.Ok };
                return answer.Outcome is AdServerOutcome.Ok or AdServerOutcome.Refused ? new(AdServerOutcome.Unusable, "it answered 200, but not as a beacon does") : answer;
            }, cancel);
        }
        catch (OperationCanceledException)
        {
            return new(AdServerOutcome.Timeout, "the service stopped before it was answered") { NeverSent = neverSent };
        }
    }
}
