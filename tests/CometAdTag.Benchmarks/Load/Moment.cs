namespace CometAdTag.Benchmarks.Load;

/// <summary>Time in µs, of the clock that all processes of the machine share.</summary>
internal static class Moment
{
    public const long Millisecond = 1_000, Second = 1_000_000, Never = long.MaxValue;

    private static readonly long Ticks = TimeProvider.System.TimestampFrequency / Second;

    public static long Now => TimeProvider.System.GetTimestamp() / Ticks;
}
