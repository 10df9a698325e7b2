namespace CometAdTag.Service.Telemetry;

/// <summary>Upper bounds of the histograms, in seconds.</summary>
internal static class Buckets
{
    /// <summary>1 ms to 10 s: how late a push may be.</summary>
    public static readonly double[] Lateness = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>10 ms to 60 s: the way to the page, and a slot that has to come into view first.</summary>
    public static readonly double[] Render = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    /// <summary>0.1 ms to 1 s: a group commit on a good disk and on a bad one.</summary>
    public static readonly double[] Commit = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

    /// <summary>1 s to 1 h: how long a creative is in view.</summary>
    public static readonly double[] Withdrawal = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 60];
    public static readonly double[] Shown = [1, 2, 5, 10, 20, 30, 45, 60, 120, 300, 600, 1800, 3600];
}
