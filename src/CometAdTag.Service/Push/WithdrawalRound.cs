using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>
/// One change of the lineup as it goes round the pages: each distinct frame is formatted once, and replacements are spread. Those of very
/// many pages wait until it has been everywhere, since nobody is to see what was withdrawn for the sake of what comes next. Used by one thread.
/// </summary>
internal sealed class WithdrawalRound(long begunAt, bool isDelegated = false)
{
    /// <summary>Replacements that are asked for in one ms; an ad server that decides them answers about so many.</summary>
    private readonly int perMillisecond = isDelegated ? 1 : 20;

    /// <summary>Pages that get their replacements at once, and how long the others wait, in ms: it goes round more than 50,000 in that time.</summary>
    private const int AtOnce = 1_000, Wait = 1_000;

    private readonly Dictionary<string, Frame> frames = [];

    /// <summary>When it began, in monotonic ms.</summary>
    public long BegunAt => begunAt;

    /// <summary>Pages that showed something that may not stay.</summary>
    public int Pages { get; private set; }

    /// <summary>For one more page that shows these now: its frame, and when its replacements may come.</summary>
    public (Frame Frame, long ReplaceAt) Take(IReadOnlyCollection<string> creatives, long now)
    {
        var key = string.Join('\n', creatives);
        if (!frames.TryGetValue(key, out var frame)) frames[key] = frame = ServiceFrames.Withdraw(creatives, []);
        var (turn, wait) = (begunAt + (Pages / perMillisecond), Pages < AtOnce ? 0 : Wait);
        Pages++;
        return (frame, Math.Max(turn, now) + wait);
    }
}
