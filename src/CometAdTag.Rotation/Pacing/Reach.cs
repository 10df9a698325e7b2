namespace CometAdTag.Rotation.Pacing;

/// <summary>
/// The requests that a campaign could take of all those of its zones: how many come now, and which part of the zones' they are in each
/// hour of the day, since delivery rules and higher priorities may leave it some hours only.
/// </summary>
internal sealed class Reach
{
    /// <summary>Seconds that the present rate is taken from, and requests that an expected rate counts as much as at most.</summary>
    private const double Present = 300, Trust = 10;

    /// <summary>Requests of a second that are guessed where nobody knows any.</summary>
    private const double Unknown = 1;

    /// <summary>Hours after which an hour of the day is 37 % forgotten, and requests that the whole day counts as much as.</summary>
    private const double Memory = 3, DayTrust = 50;

    private readonly double[] own = new double[24], asked = new double[24];
    private Fading recent, watched, day, dayAsked;

    /// <summary>
    /// In so many seconds: requests that could take it, what of them could be its own beside the others of its priority, and all of its zones.
    /// </summary>
    public void Learn(int hour, double offers, double room, double requests, double seconds)
    {
        var part = Fading.Part(seconds, Present);
        recent.Add(offers, part);
        watched.Add(Present * (1 - part), part);
        var at = hour % 24;
        var kept = Fading.Part(seconds, Memory * 3600);
        (own[at], asked[at]) = ((own[at] * kept) + room, (asked[at] * kept) + requests);
        kept = Fading.Part(seconds, 24 * 3600);
        day.Add(room, kept);
        dayAsked.Add(requests, kept);
    }

    /// <summary>Leaves of its zones' requests, by hour of the week, those that it could take.</summary>
    public void Narrow(Span<double> requests)
    {
        var all = (day.Sum + Trust) / (dayAsked.Sum + Trust);
        for (var at = 0; at < 24; at++)
        {
            var part = Math.Min(1, (own[at] + (DayTrust * all)) / (asked[at] + DayTrust));
            for (var h = at; h < requests.Length; h += 24) requests[h] *= part;
        }
    }

    /// <summary>Requests a second that it could take now; expected is null where nobody knows.</summary>
    public double Now(double? expected) => expected is { } rate
        ? Rate(rate, Math.Min(Present, Trust / Math.Max(rate, 1e-9)))
        : Rate(Unknown, 1);

    private double Rate(double expected, double seconds) => (recent.Sum + (expected * seconds)) / (watched.Sum + seconds);
}
