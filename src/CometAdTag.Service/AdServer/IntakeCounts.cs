using System.Net.Http.Headers;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>What the ad server counted, as the plugin's intake tells it: also that which maintenance has not taken in yet.</summary>
internal sealed class IntakeCounts(AdServerHttp http, Patience patience, Live<AdServerOptions> options) : IAdServerCounts
{
    private const int HoursAtOnce = 24, MaxAnswerBytes = 32 << 20;

    public string Name => StatisticsOptions.IntakeWay;

    /// <summary>Longer than a batch waits when all is well.</summary>
    public TimeSpan Behind { get; } = TimeSpan.FromMinutes(15);

    public async Task<AdServerAnswer> AskAsync(HourRange hours, IReadOnlyCollection<string> campaigns, Action<AdServerCount> tell, CancellationToken cancel)
    {
        foreach (var part in hours.Parts(HoursAtOnce))
        {
            IReadOnlyList<AdServerCount>? counts = null;
            AdServerAnswer? failed = null;
            var answer = await patience.Reconciliation.AskAsync(async token =>
            {
                var attempt = await http.AskAsync(Request(options.Value.Statistics, part), MaxAnswerBytes, token);
                if (attempt.Outcome != AdServerOutcome.Ok) return failed = CannotTell(attempt);
                counts = CountedHours.Read(attempt.Body, part);
                return counts is null ? new(AdServerOutcome.Unusable, "it answered 200, but not with what it counted by hour and campaign") : attempt;
            }, cancel);
            // What opened the circuit says more
            if (answer.Outcome != AdServerOutcome.Ok) return answer.Outcome == AdServerOutcome.CircuitOpen && failed is not null ? failed : answer;
            foreach (var count in counts!) tell(count);
        }
        return AdServerAnswer.Fine;
    }

    /// <summary>This part of the intake is optional: who has none says so by one of these, and need not be asked again.</summary>
    private static AdServerAnswer CannotTell(AdServerAnswer answer) =>
        answer.Status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed or StatusCodes.Status501NotImplemented
            ? new(AdServerOutcome.Refused, $"its intake cannot tell what it counted ({answer.Status}); is the plugin older than the service?")
            : answer;

    private static HttpRequestMessage Request(StatisticsOptions statistics, HourRange hours)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, statistics.Script(
            $"{StatisticsOptions.Intake}&from={HourRange.Text(hours.First)}&to={HourRange.Text(hours.Next)}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", statistics.Key);
        return request;
    }
}
