using System.Collections.Immutable;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// Has Revive's own delivery decide fills: one call for all slots of a page that are due, as its own tag makes it in a browser.
/// Revive counts an impression only when the beacon in its HTML is shown, so asking counts nothing.
/// </summary>
internal sealed class ReviveDelivery(
    Live<AdServerOptions> options, AdServerHttp http, Patience patience, ReviveAnswer answers, Instruments instruments, TimeProvider time, ILogger<ReviveDelivery> log)
{
    private const string Prefix = "revive-0-"; // as the first tag of a page has it
    private const int MaxMebibytes = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock saying = new();
    private DateTimeOffset quietUntil;

    public async Task<DelegatedFills> AskAsync(FillRequest request, CancellationToken cancel)
    {
        ImmutableArray<string> known = [.. request.Zones.Where(ReviveId.Is)];
        if (known.IsEmpty) return new(AdServerOutcome.Ok, [.. request.Zones.Select(_ => (DelegatedFill?)null)], null);
        var url = ReviveQuery.Of(Script(options.Value.ReviveDelivery.Url), known, Prefix, request);
        ImmutableArray<DelegatedFill?> fills = [];
        var answer = await patience.Fill.AskAsync(
            async token =>
            {
                var asked = await http.AskAsync(ReviveRequest.Of(url, request, time.GetUtcNow()), Math.Min(1 + known.Length, MaxMebibytes) << 20, token);
                if (asked.Outcome != AdServerOutcome.Ok) return asked;
                if (answers.Read(asked.Body, Prefix, known) is not { } read) return new(AdServerOutcome.Unusable, "it answered with something else than fills");
                fills = read;
                return asked;
            },
            cancel);
        instruments.AdServerRequest(AdServerOptions.ReviveDeliverySource, Words.Of(answer.Outcome));
        if (answer.Outcome == AdServerOutcome.Ok) return new(AdServerOutcome.Ok, InOrder(request.Zones, fills), ReviveCookies.ViewerId(answer.Cookies));
        Say(answer);
        return DelegatedFills.Failed(answer.Outcome);
    }

    private static Uri Script(string folder) => new($"{folder.TrimEnd('/')}/asyncspc.php");

    private static ImmutableArray<DelegatedFill?> InOrder(ImmutableArray<string> zones, ImmutableArray<DelegatedFill?> ofKnown)
    {
        var next = 0;
        return [.. zones.Select(zone => ReviveId.Is(zone) ? ofKnown[next++] : null)];
    }

    // Every page that is due would say the same.
    private void Say(AdServerAnswer answer)
    {
        lock (saying)
        {
            var now = time.GetUtcNow();
            if (now < quietUntil) return;
            quietUntil = now + Pause;
        }
        log.LogWarning("Ad server (revive-delivery): no fills: {Outcome}: {Detail} (said once a minute)", Words.Of(answer.Outcome), answer.Detail);
    }
}
