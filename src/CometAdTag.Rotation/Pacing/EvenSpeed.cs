namespace CometAdTag.Rotation.Pacing;

/// <summary>The most even speed that spends an amount in time: the same in every hour, but where there is too little traffic for it all of that.</summary>
internal static class EvenSpeed
{
    /// <summary>
    /// An hour, of an amount above 0; infinite where the traffic of all the hours is too little. At: the hour of the week now, with its part; capacity: what can be
    /// had in each hour of the week, empty where nobody knows.
    /// </summary>
    public static double Of(double amount, double hours, double at, ReadOnlySpan<double> capacity)
    {
        var speed = amount / hours;
        if (capacity.IsEmpty) return speed;
        Span<double> left = stackalloc double[Week.Hours];
        Spread(hours, at, left);
        // What a speed brings grows ever less with it, so each step stays below the answer, and the last one meets it
        for (var step = 0; step <= Week.Hours; step++)
        {
            var (brought, free) = Bring(speed, left, capacity);
            if (free <= 0) return double.PositiveInfinity;
            if (brought >= amount * (1 - 1e-9)) return speed;
            speed += (amount - brought) / free;
        }
        return speed;
    }

    /// <summary>What the speed brings, and in how many hours more of it would bring more.</summary>
    private static (double Brought, double Free) Bring(double speed, ReadOnlySpan<double> left, ReadOnlySpan<double> capacity)
    {
        var (brought, free) = (0.0, 0.0);
        for (var h = 0; h < Week.Hours; h++)
        {
            if (speed < capacity[h]) (brought, free) = (brought + (left[h] * speed), free + left[h]);
            else brought += left[h] * capacity[h];
        }
        return (brought, free);
    }

    /// <summary>How often each hour of the week comes within so many hours.</summary>
    private static void Spread(double hours, double at, Span<double> left)
    {
        var weeks = Math.Floor(hours / Week.Hours);
        left.Fill(weeks);
        var rest = hours - (weeks * Week.Hours);
        while (rest > 1e-9)
        {
            var hour = (int)at;
            var part = Math.Min(rest, hour + 1 - at);
            left[hour % Week.Hours] += part;
            rest -= part;
            at = hour + 1;
        }
    }
}
