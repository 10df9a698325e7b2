using System.Globalization;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// What the ad server counted, by its XML-RPC API: the hours that its maintenance has taken in, a call for each campaign. It takes and
/// tells whole days, in UTC where nothing else is asked for.
/// </summary>
internal sealed class ReviveApiCounts(ReviveCalls calls, Live<AdServerOptions> options, ILogger<ReviveApiCounts> log) : IAdServerCounts, IDisposable
{
    private const int MostCampaigns = 2_000;
    private const string Method = "ox.campaignHourlyStatistics";

    private readonly ReviveSession session = new(calls, "for what it counted", log);

    public string Name => AdServerOptions.ReviveApiSource;

    /// <summary>Maintenance takes an hour in during the next one.</summary>
    public TimeSpan Behind { get; } = TimeSpan.FromMinutes(75);

    public async Task<AdServerAnswer> AskAsync(HourRange hours, IReadOnlyCollection<string> campaigns, Action<AdServerCount> tell, CancellationToken cancel)
    {
        var (api, known) = (options.Value.ReviveApi, campaigns.Where(StatisticsId.IsNumber).ToList());
        if (known.Count > MostCampaigns)
            return new(AdServerOutcome.Refused, $"its API is asked for one campaign at a time, and these are more than {MostCampaigns}; ask for less at a time");
        var gate = new Lock();
        var asked = Task.CompletedTask;
        try
        {
            await (asked = Parallel.ForEachAsync(known, new ParallelOptions { MaxDegreeOfParallelism = api.MaxConcurrency, CancellationToken = cancel }, async (campaign, token) =>
            {
                var counts = await OfAsync(api, campaign, hours, token);
                lock (gate)
                    foreach (var count in counts) tell(count);
            }));
            return AdServerAnswer.Fine;
        }
        catch (ReviveFailure failure)
        {
            // What opened the circuit says more
            var all = asked.Exception!.InnerExceptions.OfType<ReviveFailure>().Select(each => each.Answer);
            return all.FirstOrDefault(answer => answer.Outcome != AdServerOutcome.CircuitOpen) ?? failure.Answer;
        }
    }

    public void Dispose() => session.Dispose();

    /// <summary>None of a campaign that is deleted there.</summary>
    private async Task<List<AdServerCount>> OfAsync(ReviveApiOptions api, string campaign, HourRange hours, CancellationToken cancel)
    {
        XmlRpcValue[] given = [new XmlRpcValue.Whole(long.Parse(campaign, CultureInfo.InvariantCulture)), Day(hours.First), Day(hours.Next - 1)];
        var told = await session.AskAsync(api, Method, given, cancel);
        var rows = told is null ? [] : ReviveRow.ListOf(told, Method);
        return [.. rows.Select(row => new AdServerCount(Hour(row), campaign, Count(row))).Where(count => hours.Contains(count.Hour) && !count.Count.IsNone)];
    }

    private static XmlRpcValue.Time Day(long hour) => new(HourRange.Start(hour).UtcDateTime.Date);

    private static long Hour(ReviveRow row) =>
        DateOnly.TryParseExact(row.Day("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && row.Whole("hour") is >= 0 and < 24 and { } hour
            ? (LedgerTime.Number(day) * 24) + hour
            : throw new ReviveFailure(new(AdServerOutcome.Unusable, $"{Method}: the answer has something without a day and an hour"));

    private static Delivered Count(ReviveRow row) => new(row.Whole("impressions") ?? 0, row.Whole("clicks") ?? 0);
}
