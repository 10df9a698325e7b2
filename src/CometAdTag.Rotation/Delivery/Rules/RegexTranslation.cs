using System.Globalization;
using System.Text;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>
/// Writes a PCRE pattern so that it means the same to .NET, and refuses what has no such writing. The pattern is in lower case, as the ad
/// server makes it, so <c>\D</c> is <c>\d</c> there and here. What needs backtracking is refused by the engine itself.
/// </summary>
internal sealed class RegexTranslation
{
    private const string SameEscapes = "dwsbnrtfez", Punctuation = """!-/:-@\[-`{-~""";

    private readonly string pattern;
    private readonly StringBuilder written = new();
    private readonly RegexSize size = new();
    private int at;

    private RegexTranslation(string pattern) => this.pattern = pattern;

    /// <exception cref="NotSupportedException">It has no such writing; the message says what cannot be used.</exception>
    public static string Of(string pattern)
    {
        var translation = new RegexTranslation(pattern);
        while (translation.at < pattern.Length) translation.Next();
        return translation.written.ToString();
    }

    private bool Follows(string text) => string.CompareOrdinal(pattern, at, text, 0, text.Length) == 0;

    private void Next()
    {
        if (size.Count(pattern, at) > RegexSize.Most) throw Unusable("a repetition so large");
        if (pattern[at] == '\\') Escape(inClass: false);
        else if (pattern[at] == '[') Class();
        else if (Follows("(?") || Follows("(*")) Group();
        else if (pattern[at] == '{' && RegexSize.Times(pattern, at + 1) is not null) Through(pattern.IndexOf('}', at));
        else written.Append(pattern[at++]);
    }

    private void Group()
    {
        var length = 2 + pattern.AsSpan(at + 2).IndexOfAnyExcept("imsn-");
        if (pattern[at + 1] == '*' || length < 2 || pattern[at + length] is not (':' or ')')) throw Unusable(pattern.Substring(at, Math.Min(4, pattern.Length - at)));
        Through(at + length);
    }

    private void Through(int end)
    {
        written.Append(pattern, at, end + 1 - at);
        at = end + 1;
    }

    private void Escape(bool inClass)
    {
        if (++at >= pattern.Length) throw Unusable("a \\ at the end");
        var letter = pattern[at++];
        if (letter == 'x') Hex();
        else if (letter == 'v') written.Append(inClass ? @"\n-\r" : @"[\n-\r]");
        else if (letter == '_') written.Append('_');
        else if (letter == '#' || char.IsAsciiDigit(letter) || (char.IsAsciiLetter(letter) && !SameEscapes.Contains(letter))) throw Unusable($"\\{letter}");
        else if (inClass && letter == 'z') throw Unusable("\\z in a class");
        else written.Append('\\').Append(letter);
    }

    private void Hex()
    {
        var braced = at < pattern.Length && pattern[at] == '{';
        var end = braced ? pattern.IndexOf('}', at) : at;
        var from = braced ? at + 1 : at;
        while (!braced && end < pattern.Length && end < from + 2 && char.IsAsciiHexDigit(pattern[end])) end++;
        var digits = end <= from ? "0" : pattern[from..end];
        if (end < 0 || !byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) throw Unusable("\\x of more than a byte");
        at = braced ? end + 1 : end;
        written.Append(CultureInfo.InvariantCulture, $"\\u{(int)ByteText.Of(value):X4}");
    }

    private void Class()
    {
        written.Append(pattern[at++]);
        if (at < pattern.Length && pattern[at] == '^') written.Append(pattern[at++]);
        for (var first = true; at < pattern.Length; first = false)
        {
            if (pattern[at] == ']' && !first)
            {
                written.Append(pattern[at++]);
                return;
            }
            InClass();
        }
    }

    private void InClass()
    {
        if (pattern[at] == '\\') Escape(inClass: true);
        else if (Follows("[:") && pattern.IndexOf(":]", at, StringComparison.Ordinal) is > 0 and var end) Named(end);
        else if (Follows("[.") || Follows("[=")) throw Unusable(pattern.Substring(at, 2));
        // To .NET a bracket in a class may begin a subtraction, and a first ] is best said plainly
        else written.Append(pattern[at] is '[' or ']' ? @"\" : "").Append(pattern[at++]);
    }

    private void Named(int end)
    {
        var name = pattern[(at + 2)..end];
        written.Append(name switch
        {
            "alpha" => "a-zA-Z",
            "digit" => "0-9",
            "alnum" => "a-zA-Z0-9",
            "lower" => "a-z",
            "upper" => "A-Z",
            "xdigit" => "0-9a-fA-F",
            "word" => @"\w",
            "space" => @"\s",
            "blank" => @" \t",
            "punct" => Punctuation,
            _ => throw Unusable($"[:{name}:]"),
        });
        at = end + 2;
    }

    private static NotSupportedException Unusable(string part) => new($"{part} has no safe equivalent");
}
