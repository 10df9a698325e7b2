using System.Text.RegularExpressions;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>
/// A regular expression of the ad server's kind (PCRE on bytes) that takes time in proportion to the text, whatever it says. While the engine
/// meets it first it may take longer; one that keeps overrunning its time is not asked again.
/// </summary>
internal sealed class SafeRegex
{
    private const int MostOverruns = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex regex;
    private int overruns;

    private SafeRegex(Regex regex) => this.regex = regex;

    /// <exception cref="RegexMatchTimeoutException">It took too long, or has done so before.</exception>
    public bool Matches(string text)
    {
        if (Volatile.Read(ref overruns) >= MostOverruns) throw new RegexMatchTimeoutException();
        try
        {
            return regex.IsMatch(ByteText.Of(text));
        }
        catch (RegexMatchTimeoutException)
        {
            Interlocked.Increment(ref overruns);
            throw;
        }
    }

    /// <summary>Null, with the problem, where it cannot be had without backtracking, or is too large, or means something else here.</summary>
    public static SafeRegex? Read(string pattern, out string problem) => Read(pattern, Patience, out problem);

    internal static SafeRegex? Read(string pattern, TimeSpan patience, out string problem)
    {
        try
        {
            problem = "";
            return new(new(RegexTranslation.Of(ByteText.Of(pattern)), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, patience));
        }
        catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException)
        {
            problem = $"the regular expression cannot be used here: {unfit.Message}";
            return null;
        }
    }
}
