using System.Collections.Concurrent;

namespace CometAdTag.Service.Telemetry;

/// <summary>What is kept for each value of a label that the ad server names: the first <paramref name="limit"/> values, then all others together.</summary>
internal sealed class BoundedLabels<T>(int limit, Func<string, T> make) where T : class
{
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, T> kept = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Lazy<T> other = new(() => make(Other));
    private volatile bool full;

    public T this[string value] => kept.TryGetValue(value, out var found) ? found : full ? other.Value : Add(value);

    /// <summary>For a value that nobody vouches for: it takes no place of its own.</summary>
    public T OfKept(string value) => kept.TryGetValue(value, out var found) ? found : other.Value;

    private T Add(string value)
    {
        lock (gate)
        {
            if (kept.TryGetValue(value, out var found)) return found;
            if (full) return other.Value;
            var made = kept[value] = make(value);
            full = kept.Count >= limit;
            return made;
        }
    }
}
