using System.Globalization;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>
/// How many places the counted repetitions of a pattern make, written out: <c>(ab){3}</c> makes 6. Without backtracking a match takes time in
/// proportion to the text, but the engine's work on a pattern that it meets first grows faster than with these: 100 may take it a third of a second.
/// </summary>
internal sealed class RegexSize
{
    public const int Most = 100;

    private readonly Stack<long> open = new([0]);
    private long last;
    private long repeated;

    /// <summary>Takes what begins at that place into account; answers the places made so far.</summary>
    public long Count(string pattern, int at)
    {
        switch (pattern[at])
        {
            case '(': open.Push(0); break;
            case ')' when open.Count > 1: Close(open.Pop()); break;
            case '{' when Times(pattern, at + 1) is { } times: Repeat(times); break;
            case '*' or '+' or '?' or '|' or '^' or '$': break;
            default: Close(1); break;
        }
        return repeated;
    }

    /// <summary>The larger number of {n}, {n,} or {n,m}; null where that is only text.</summary>
    public static long? Times(string pattern, int from)
    {
        var end = pattern.IndexOf('}', from);
        if (end <= from || !char.IsAsciiDigit(pattern[from])) return null;
        var numbers = pattern[from..end].Split(',');
        if (numbers.Length > 2 || Array.Exists(numbers, number => number.AsSpan().ContainsAnyExceptInRange('0', '9'))) return null;
        return numbers.Max(number => number.Length switch { 0 => 0, > 9 => int.MaxValue, _ => long.Parse(number, CultureInfo.InvariantCulture) });
    }

    private void Close(long places)
    {
        last = places;
        open.Push(open.Pop() + places);
    }

    private void Repeat(long times)
    {
        var once = last;
        last = Math.Min(once * Math.Max(times, 1), int.MaxValue);
        open.Push(Math.Min(open.Pop() + last - once, int.MaxValue));
        repeated += times > 1 ? last : 0;
    }
}
