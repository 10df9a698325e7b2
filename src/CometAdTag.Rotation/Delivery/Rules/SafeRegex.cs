using System.Text.RegularExpressions;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>A regular expression of the ad server's kind (PCRE on bytes) that takes time in proportion to the text, whatever it says.</summary>
internal sealed class SafeRegex
{
    private readonly Regex regex;

    private SafeRegex(Regex regex) => this.regex = regex;

    public bool Matches(string text) => regex.IsMatch(ByteText.Of(text));

    /// <summary>Null, with the problem, where it cannot be had without backtracking, or is too large, or means something else here.</summary>
    public static SafeRegex? Read(string pattern, out string problem)
    {
        try
        {
            problem = "";
            return new(new(RegexTranslation.Of(ByteText.Of(pattern)), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout));
        }
        catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException)
        {
            problem = $"the regular expression cannot be used here: {unfit.Message}";
            return null;
        }
    }
}
