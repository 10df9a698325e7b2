namespace CometAdTag.Rotation.Tests.Pacing;

/// <summary>A zone with so many requests a second on average; quarters: how night, morning, afternoon and evening compare; weekend: to a weekday.</summary>
internal sealed record SimulatedZone(string Id, double Mean, double[] Quarters, double Weekend)
{
    /// <summary>Hour of a week that begins on Sunday; the day's quarters flow into each other.</summary>
    public double PerSecond(double hour)
    {
        var day = (int)(hour / 24);
        var at = (hour % 24 / 6) + 3.5;
        var (one, part) = ((int)at % 4, at - Math.Floor(at));
        var level = (Quarters[one] * (1 - part)) + (Quarters[(one + 1) % 4] * part);
        return Mean * level * (day is 0 or 6 ? Weekend : 1);
    }
}
