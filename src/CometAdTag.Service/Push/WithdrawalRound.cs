using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>
/// One change of the lineup as it goes round the pages: each distinct frame is formatted once, and replacements are spread. Those of many
/// pages are left to the clock of pages, which lets it go everywhere first: nobody is to see what was withdrawn for the sake of what comes
/// next. Used by one thread.
/// </summary>
internal sealed class WithdrawalRound(long begunAt, bool isDelegated = false)
{
    /// <summary>Replacements that are asked for in one ms; an ad server that decides them answers about so many.</summary>
    private readonly int perMillisecond = isDelegated ? 1 : 20;

    /// <summary>Pages that get their replacements at once.</summary>
    private const int AtOnce = 200;

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
        var turn = Math.Max(begunAt + (Pages / perMillisecond), Pages < AtOnce ? now : now + 1);
        Pages++;
        return (frame, turn);
    }
}
