using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// Signed batches for the plugin's intake, each sent unchanged until the plugin repeats its id in a 200 answer; it counts a batch once,
/// however often it comes.
/// </summary>
internal sealed class StatisticsIntake(
    HandOver handOver, AdServerHttp http, Patience patience, Live<AdServerOptions> options, StatisticsJournal journal, Instruments instruments)
    : IStatisticsWay
{
    /// <summary>Under 1 MB, which is what web servers take where nobody told them another limit.</summary>
    public const int MaxRows = 4_000;

    private const int MaxAnswerBytes = 4 << 20;

    public async Task<AdServerAnswer?> TellAsync(CancellationToken cancel)
    {
        var wanted = new HandOverRequest(MaxRows, MaxCount: long.MaxValue, MayRepeat: true);
        if (await handOver.Next(wanted, cancel) is not { } batch) return null;
        var sent = batch with { Rows = batch.Rows.RemoveAll(row => !StatisticsId.AreNumbers(row.Key.Zone, row.Key.Creative)) };
        foreach (var (key, _) in batch.Rows.Except(sent.Rows)) journal.Refused(key.Zone, key.Creative, StatisticsId.Refusal);
        var (answer, receipt) = sent.Rows.IsEmpty ? (new AdServerAnswer(AdServerOutcome.Ok, ""), StatisticsReceipt.Nothing) : await SendAsync(sent, cancel);
        if (receipt is not null) await Settle(batch, receipt);
        else if (answer.Outcome == AdServerOutcome.Refused) await SetAside(batch, answer);
        return answer;
    }

    private async Task<(AdServerAnswer, StatisticsReceipt?)> SendAsync(HandOverBatch batch, CancellationToken cancel)
    {
        StatisticsReceipt? receipt = null;
        var body = StatisticsRows.Write(batch);
        var answer = await patience.Statistics.AskAsync(async token =>
        {
            var attempt = await http.AskAsync(Request(options.Value.Statistics, body), MaxAnswerBytes, token);
            if (attempt.Outcome != AdServerOutcome.Ok) return attempt;
            receipt = StatisticsReceipt.Read(attempt.Body, batch);
            return receipt is null ? new(AdServerOutcome.Unusable, "it answered 200 and does not say that it counted the batch") : attempt;
        }, cancel);
        if (receipt is null) answer = answer with { Outcome = Failed(answer) };
        instruments.AdServerRequest(AdServerOptions.StatisticsSource, Words.Of(answer.Outcome));
        return (answer, receipt);
    }

    private async Task Settle(HandOverBatch batch, StatisticsReceipt receipt)
    {
        await handOver.Settle(batch, receipt.Rows(batch), []);
        foreach (var refusal in receipt.Refused ?? []) journal.Refused(refusal?.Zone, refusal?.Creative, refusal?.Reason);
    }

    private async Task SetAside(HandOverBatch batch, AdServerAnswer answer)
    {
        await handOver.SetAside(batch);
        journal.SetAside(batch, answer);
    }

    /// <summary>Refused: the plugin will never take it as it is. A proxy or firewall that refuses it is mended, and the batch waits for that.</summary>
    private static AdServerOutcome Failed(AdServerAnswer answer) =>
        answer is { IsExplained: true, Status: StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge } ? AdServerOutcome.Refused
        : answer.Outcome is AdServerOutcome.Refused or AdServerOutcome.Ok ? AdServerOutcome.Unusable
        : answer.Outcome;

    private static HttpRequestMessage Request(StatisticsOptions statistics, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, statistics.Script(StatisticsOptions.Intake))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("X-Comet-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(statistics.Key), body))}");
        return request;
    }
}
