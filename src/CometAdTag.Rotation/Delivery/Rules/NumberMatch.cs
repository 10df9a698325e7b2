namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>How a number is held against a row's number.</summary>
internal static class NumberMatch
{
    public static bool Is(string comparison) => comparison is "lt" or "gt" or "le" or "ge";

    /// <summary>A text that is no number passes no positive operator; != is no operator on numbers, and lets everything pass.</summary>
    public static bool Matches(string comparison, string text, double number)
    {
        if (!PhpText.IsNumber(text, out var value)) return !TextMatch.IsPositive(comparison);
        return comparison switch
        {
            "==" => value.Equals(number),
            "lt" => value < number,
            "le" => value <= number,
            "gt" => value > number,
            "ge" => value >= number,
            _ => true,
        };
    }
}
