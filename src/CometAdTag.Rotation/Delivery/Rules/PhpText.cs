using System.Globalization;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>How PHP, in which the ad server asks its rules, sees texts: lower case is a matter of ASCII, and texts that are numbers compare as such.</summary>
internal static class PhpText
{
    private const string WhiteSpace = " \t\n\r\v\f";

    public static string Lower(string text) => text.AsSpan().ContainsAnyInRange('A', 'Z')
        ? string.Create(text.Length, text, static (lower, from) =>
        {
            for (var i = 0; i < from.Length; i++) lower[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        })
        : text;

    /// <summary>Whether both are equal, as texts or as numbers: 1.0 is 1.</summary>
    public static bool Same(string one, string other)
    {
        if (one == other) return true;
        if (!IsNumber(one, out var first) || !IsNumber(other, out var second)) return false;
        return IsWhole(one) && IsWhole(other)
            ? long.TryParse(one, CultureInfo.InvariantCulture, out var left) && long.TryParse(other, CultureInfo.InvariantCulture, out var right) && left == right
            : first.Equals(second);
    }

    public static bool IsNumber(string text, out double number)
    {
        var trimmed = text.AsSpan().Trim(WhiteSpace);
        var digits = trimmed.Length > 0 && trimmed[0] is '+' or '-' ? trimmed[1..] : trimmed;
        number = 0;
        return digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            && double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The number that the text begins with; 0 where it begins with none.</summary>
    public static double LeadingNumber(string text)
    {
        for (var length = Math.Min(text.Length, 64); length > 0; length--)
            if (IsNumber(text[..length], out var number)) return number;
        return 0;
    }

    private static bool IsWhole(string number) => number.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
}
