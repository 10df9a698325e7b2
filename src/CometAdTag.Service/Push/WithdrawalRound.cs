using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>One change of the lineup as it goes round the pages: each distinct frame is formatted once, and replacements are spread. Used by one thread.</summary>
internal sealed class WithdrawalRound(long begunAt, bool isDelegated = false)
{
    /// <summary>Replacements that are asked for in one ms; an ad server that decides them answers about so many.</summary>
    private readonly int perMillisecond = isDelegated ? 1 : 20;

    private readonly Dictionary<string, Frame> frames = [];

    /// <summary>When it began, in monotonic ms.</summary>
    public long BegunAt => begunAt;

    /// <summary>Pages that showed something that may not stay.</summary>
    public int Pages { get; private set; }

    /// <summary>For one more page that shows these: its frame, and when its replacements may come.</summary>
    public (Frame Frame, long ReplaceAt) Take(IReadOnlyCollection<string> creatives)
    {
        var key = string.Join('\n', creatives);
        if (!frames.TryGetValue(key, out var frame)) frames[key] = frame = ServiceFrames.Withdraw(creatives, []);
        return (frame, begunAt + (Pages++ / perMillisecond));
    }
}
