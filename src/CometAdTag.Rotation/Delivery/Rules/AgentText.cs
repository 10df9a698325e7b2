namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Looks for signs in a user agent, in any case.</summary>
internal static class AgentText
{
    public static bool Says(this string agent, string sign) => agent.Contains(sign, StringComparison.OrdinalIgnoreCase);

    /// <summary>From the sign on; "" where it is not said.</summary>
    public static string From(this string agent, string sign) =>
        agent.IndexOf(sign, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? agent[at..] : "";

    /// <summary>What stands after the sign; null where it is not said.</summary>
    public static string? After(this string agent, string sign) =>
        agent.IndexOf(sign, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? agent[(at + sign.Length)..] : null;

    /// <summary>What stands after the first slash that follows the sign, up to the next slash or space; null where no slash does.</summary>
    public static string? Version(this string agent, string sign) =>
        agent.From(sign) is var rest && rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? rest[(slash + 1)..].UpTo(" /") : null;

    /// <summary>What stands before any of these characters.</summary>
    public static string UpTo(this string text, string ends) => text.AsSpan().IndexOfAny(ends) is >= 0 and var end ? text[..end] : text;

    /// <summary>The digits, and what may stand between them, that the text begins with.</summary>
    public static string Digits(this string text, string between = ".")
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || between.Contains(text[end], StringComparison.Ordinal))) end++;
        return text[..end];
    }
}
