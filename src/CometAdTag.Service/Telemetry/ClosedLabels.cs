using System.Collections.Frozen;
using Prometheus;

namespace CometAdTag.Service.Telemetry;

/// <summary>The series of a metric with one label whose values are a closed list; each is written as 0 from the start.</summary>
internal sealed class ClosedLabels<T>(Collector<T> metric, IEnumerable<string> words) where T : ChildBase
{
    private readonly FrozenDictionary<string, T> series = words.ToFrozenDictionary(word => word, word => metric.WithLabels(word));

    public T this[string word] => series.TryGetValue(word, out var child)
        ? child
        : throw new ArgumentOutOfRangeException(nameof(word), word, $"{metric.Name} has no such label value.");
}
