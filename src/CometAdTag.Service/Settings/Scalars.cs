using System.ComponentModel;
using System.Globalization;

namespace CometAdTag.Service.Settings;

/// <summary>Values that stand alone, and how to tell a person what was expected. The value itself is never repeated: it may be a secret.</summary>
internal static class Scalars
{
    /// <summary>What a value of this type must be, in words; null when the type is made of other values.</summary>
    public static string? Expected(Type type)
    {
        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        if (scalar.IsEnum) return $"one {(scalar.IsDefined(typeof(FlagsAttribute), false) ? "or more " : "")}of {string.Join(", ", Enum.GetNames(scalar)).ToLowerInvariant()}";
        if (scalar == typeof(TimeSpan)) return "a time such as 00:00:30 (hours, minutes, seconds; 1.00:00:00 is a day)";
        return Type.GetTypeCode(scalar) switch
        {
            TypeCode.String => "a text",
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 or TypeCode.Int64 => "a whole number",
            TypeCode.Double or TypeCode.Decimal => "a number",
            _ => scalar == typeof(Uri) ? "a URL" : null,
        };
    }

    public static bool Fits(string? value, Type type)
    {
        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        if (string.IsNullOrEmpty(value)) return scalar == typeof(string) || scalar != type;
        // "30" and "24:00:00" would be read as days
        if (scalar == typeof(TimeSpan)) return TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out _) && value.Contains(':', StringComparison.Ordinal);
        if (scalar.IsEnum) return !char.IsAsciiDigit(value[0]) && Enum.TryParse(scalar, value, ignoreCase: true, out _);
        return TypeDescriptor.GetConverter(scalar).IsValid(value);
    }
}
