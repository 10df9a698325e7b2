using System.Collections.Immutable;

namespace CometAdTag.Service.Settings;

/// <summary>Options as they are now: always valid, replaced whole when the settings change.</summary>
internal sealed class Live<T> where T : class
{
    private T? value;
    private ImmutableList<Action<T>> listeners = [];

    public Live()
    {
    }

    public Live(T value) => this.value = value;

    public T Value => Volatile.Read(ref value) ?? throw new InvalidOperationException($"{typeof(T).Name} was read before the settings were checked.");

    /// <summary>Tells of each later value, after it is in place, on the thread that brought it, until disposed.</summary>
    public IDisposable OnChange(Action<T> listener)
    {
        ImmutableInterlocked.Update(ref listeners, all => all.Add(listener));
        return new Listening(() => ImmutableInterlocked.Update(ref listeners, all => all.Remove(listener)));
    }

    public void Replace(T replacement)
    {
        var isFirst = Interlocked.Exchange(ref value, replacement) is null;
        if (isFirst) return;
        foreach (var listener in listeners) listener(replacement);
    }

    private sealed class Listening(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
