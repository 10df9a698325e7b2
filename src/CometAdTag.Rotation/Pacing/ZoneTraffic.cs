namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// The requests of one zone, learned by hour of the week. An hour that was not seen yet is guessed from the same hour of like days, else of
/// other days, else from the usual day and the level of what was seen.
/// </summary>
public sealed class ZoneTraffic
{
    /// <summary>Hours that the guess of an hour counts as much as.</summary>
    private const double GuessWeight = 0.1;

    /// <summary>What remains of an hour's earlier weeks when it comes again.</summary>
    private const double WeekPart = 0.5;

    /// <summary>Hours that must have been seen before anything is said.</summary>
    private const double Least = 1.0 / 6;

    private readonly double[] requests = new double[Week.Hours], hours = new double[Week.Hours], expected = new double[Week.Hours];
    private long arrived, learned;
    private int current = -1;
    private bool isKnown;

    public void Arrive() => Interlocked.Increment(ref arrived);

    /// <summary>The requests that it learned of last.</summary>
    internal long News { get; private set; }

    /// <summary>What arrived since the last time came within so many hours; of 0 hours nothing is learned.</summary>
    internal void Learn(int hour, double seen)
    {
        var now = Volatile.Read(ref arrived);
        (News, learned) = (now - learned, now);
        if (seen <= 0) return;
        if (hour != current) Return(hour);
        requests[hour] += News;
        hours[hour] += seen;
    }

    /// <summary>Requests of an hour of an earlier run.</summary>
    internal void Recall(int hour, long arrivedThen)
    {
        requests[hour] += arrivedThen;
        hours[hour]++;
    }

    /// <summary>The requests that are expected in each hour of the week; empty where nothing can be said yet.</summary>
    internal ReadOnlySpan<double> Expected => isKnown ? expected : [];

    /// <summary>Looks anew at what is expected.</summary>
    internal void Forecast()
    {
        isKnown = hours.Sum() >= Least;
        if (!isKnown) return;
        var all = default(Seen);
        Span<Seen> days = stackalloc Seen[24], weekends = stackalloc Seen[24], weekdays = stackalloc Seen[24];
        for (var h = 0; h < Week.Hours; h++)
        {
            var seen = new Seen(requests[h], hours[h]);
            all += seen with { Hours = hours[h] * Week.UsualAt(h) };
            days[h % 24] += seen;
            (Week.IsWeekend(h) ? weekends : weekdays)[h % 24] += seen;
        }
        for (var h = 0; h < Week.Hours; h++)
        {
            var like = (Week.IsWeekend(h) ? weekends : weekdays)[h % 24];
            expected[h] = new Seen(requests[h], hours[h]).RateOr(like.RateOr(days[h % 24].RateOr(all.Rate * Week.UsualAt(h))));
        }
    }

    private void Return(int hour)
    {
        current = hour;
        (requests[hour], hours[hour]) = (requests[hour] * WeekPart, hours[hour] * WeekPart);
    }

    /// <summary>What was seen in so many hours.</summary>
    private readonly record struct Seen(double Requests, double Hours)
    {
        public double Rate => Requests / Hours;

        /// <summary>An hour; the guess counts where little was seen.</summary>
        public double RateOr(double guess) => (Requests + (GuessWeight * guess)) / (Hours + GuessWeight);

        public static Seen operator +(Seen a, Seen b) => new(a.Requests + b.Requests, a.Hours + b.Hours);
    }
}
