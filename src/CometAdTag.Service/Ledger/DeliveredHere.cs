using System.Runtime.InteropServices;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Service.Ledger;

/// <summary>
/// What this node recorded of each campaign, and what of it the delivered of the campaigns in use contains: so that nothing counts twice
/// towards a goal, and nothing is forgotten. Safe on any thread.
/// </summary>
internal sealed class DeliveredHere(HandOverState handOver, TimeProvider time)
{
    /// <summary>Batches that are remembered one by one; older ones are taken together.</summary>
    private const int MostBatches = 100;

    private const int MinutesApart = 15;
    private static readonly TimeSpan DayKept = TimeSpan.FromHours(26);

    private readonly Lock gate = new();
    private readonly List<ToldBatch> told = [];
    private readonly Dictionary<string, Delivered> all = [], waiting = [];
    private readonly Dictionary<(string Campaign, long Quarter), long> recent = [];
    private readonly List<(string Zone, long Hour, long Requests)> requests = [];
    private Action<Impression, Stage>? recorded;

    public HandOverState HandOver => handOver;

    /// <summary>Whether anybody asks for it.</summary>
    public bool IsOn => recorded is not null;

    /// <summary>Before the ledger starts. Tells of each impression and click when it is durable, once, and under the lock of <see cref="Count{T}"/>.</summary>
    public void TurnOn(Action<Impression, Stage> listener) => recorded = listener;

    /// <summary>What the files of earlier runs have.</summary>
    public void Restore(DeliveredFile file)
    {
        lock (gate)
        {
            foreach (var (campaign, count) in file.All) Add(all, campaign, count);
            foreach (var (campaign, count) in file.Due) Add(waiting, campaign, count);
            foreach (var (campaign, minute, count) in file.Recent) Add(campaign, minute, count);
            told.AddRange(file.Batches);
            requests.AddRange(file.Requests);
        }
    }

    /// <summary>The requests of earlier runs that led to a push, by zone and hour since 1970; they are told once.</summary>
    public (string Zone, long Hour, long Requests)[] TakeRequests()
    {
        lock (gate)
        {
            var taken = requests.ToArray();
            requests.Clear();
            return taken;
        }
    }

    /// <summary>A row that is new and durable.</summary>
    public void Record(Impression impression, Stage stage)
    {
        if (recorded is null || stage is not (Stage.Rendered or Stage.Clicked)) return;
        var count = stage == Stage.Rendered ? Delivered.OneImpression : Delivered.OneClick;
        lock (gate)
        {
            Add(all, impression.Campaign, count);
            Add(waiting, impression.Campaign, count);
            Add(impression.Campaign, LedgerTime.Minute(impression.Id), count.Impressions);
            recorded(impression, stage);
        }
    }

    /// <summary>The ad server is told of a batch, for the first time or again.</summary>
    public void Tell(HandOverBatch batch)
    {
        lock (gate)
            if (told.TrueForAll(known => known.Id != batch.Id)) told.Add(ToldBatch.Of(batch.Id, batch.Rows));
    }

    /// <summary>A batch ended; back is what of it waits again, all where the ad server will never take it.</summary>
    public void Settle(HandOverBatch batch, IReadOnlyCollection<HandOverRow> back)
    {
        lock (gate)
        {
            if (told.Find(known => known.Id == batch.Id) is not { } ended) return;
            ended.TakeBack(back);
            ended.IsSettled = true;
            if (told.Count > MostBatches && told[0].IsSettled && told[1].IsSettled) Join();
        }
    }

    /// <summary>The ad server is about to be asked for its campaigns: its answer contains all batches that are settled by now.</summary>
    public void Ask()
    {
        lock (gate)
            foreach (var batch in told) batch.IsContained |= batch.IsSettled;
    }

    /// <summary>The ad server answered with campaigns, which contain the batch of that id and those before it.</summary>
    public void Answer(string? counted)
    {
        lock (gate)
        {
            var last = told.FindIndex(batch => batch.Id == counted);
            for (var at = told.Count - 1; at >= 0; at--)
            {
                if (at > last && !told[at].IsContained) continue;
                foreach (var (campaign, count) in told[at].Counts) Add(waiting, campaign, default(Delivered) - count);
                // One that was not acknowledged yet is sent again
                if (told[at].IsSettled) told.RemoveAt(at);
                else told[at].Counts.Clear();
            }
        }
    }

    /// <summary>Does something with what is not contained in campaigns that name that batch, while nothing is recorded.</summary>
    public T Count<T>(string? counted, TimeZoneInfo zone, Func<Func<string, OwnCount>, T> work)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var today = Today(LocalDay.Of(now, zone).Start, now);
            // A feed that names no batch contains none
            var uncounted = counted is null || !handOver.IsOn ? all : waiting;
            return work(campaign =>
            {
                var own = uncounted.GetValueOrDefault(campaign);
                return new(own.Impressions, own.Clicks, today.GetValueOrDefault(campaign), null);
            });
        }
    }

    private Dictionary<string, long> Today(DateTimeOffset since, DateTimeOffset now)
    {
        var (first, oldest) = (Quarter(since), Quarter(now - DayKept));
        foreach (var old in recent.Keys.Where(key => key.Quarter < oldest).ToList()) recent.Remove(old);
        var today = new Dictionary<string, long>();
        foreach (var ((campaign, quarter), count) in recent)
            if (quarter >= first) CollectionsMarshal.GetValueRefOrAddDefault(today, campaign, out _) += count;
        return today;
    }

    private void Join()
    {
        foreach (var (campaign, count) in told[0].Counts) Add(told[1].Counts, campaign, count);
        told[1].IsContained &= told[0].IsContained;
        told.RemoveAt(0);
    }

    private void Add(string campaign, long minute, long impressions)
    {
        if (impressions > 0) CollectionsMarshal.GetValueRefOrAddDefault(recent, (campaign, minute / MinutesApart), out _) += impressions;
    }

    private static long Quarter(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60 / MinutesApart;

    private static void Add(Dictionary<string, Delivered> counts, string campaign, Delivered count) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, campaign, out _) += count;
}
