using System.Numerics;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Counts of times in µs, in buckets that are exact to 1.6 %: 64 for each doubling.</summary>
internal sealed class Histogram
{
    private const int Bits = 6, Steps = 1 << Bits;

    private readonly long[] buckets = new long[Steps * 40];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public long Min { get; private set; } = long.MaxValue;

    /// <summary>What came before its time came in time.</summary>
    public void Add(long time)
    {
        time = Math.Max(0, time);
        buckets[BucketOf(time)]++;
        Count++;
        (Min, Max) = (Math.Min(Min, time), Math.Max(Max, time));
    }

    /// <summary>The time, in µs, that this part of all did not exceed.</summary>
    public long Quantile(double part)
    {
        var left = (long)Math.Ceiling(part * Count);
        for (var at = 0; at < buckets.Length; at++)
            if ((left -= buckets[at]) <= 0) return Math.Clamp(EndOf(at), Min, Max);
        return Max;
    }

    /// <summary>Its least and most, then bucket and count by turns.</summary>
    public long[] Numbers()
    {
        if (Count == 0) return [];
        var numbers = new List<long> { Min, Max };
        for (var at = 0; at < buckets.Length; at++)
            if (buckets[at] > 0) numbers.AddRange([at, buckets[at]]);
        return [.. numbers];
    }

    /// <summary>Adds what <see cref="Numbers"/> gave.</summary>
    public void Add(long[] numbers)
    {
        if (numbers.Length == 0) return;
        (Min, Max) = (Math.Min(Min, numbers[0]), Math.Max(Max, numbers[1]));
        for (var at = 2; at < numbers.Length; at += 2)
        {
            buckets[numbers[at]] += numbers[at + 1];
            Count += numbers[at + 1];
        }
    }

    public void Clear()
    {
        Array.Clear(buckets);
        (Count, Max, Min) = (0, 0, long.MaxValue);
    }

    private static int BucketOf(long time)
    {
        if (time < Steps) return (int)time;
        var shift = BitOperations.Log2((ulong)time) - Bits;
        return ((shift + 1) << Bits) + (int)((time >> shift) - Steps);
    }

    private static long EndOf(int bucket)
    {
        if (bucket < Steps) return bucket;
        var shift = (bucket >> Bits) - 1;
        return (((long)(bucket & (Steps - 1)) + Steps + 1) << shift) - 1;
    }
}
