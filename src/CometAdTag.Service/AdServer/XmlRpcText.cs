using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// The text of an answer. What people once pasted into a form can hold bytes that are no text and characters that XML forbids; they
/// become U+FFFD, so that one odd banner does not make all others unreadable.
/// </summary>
internal static partial class XmlRpcText
{
    private const int PrologBytes = 200;
    private const char Replacement = '\uFFFD';

    public static string Of(ReadOnlySpan<byte> body)
    {
        var text = Encoding(body).GetString(body).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.AsSpan().IndexOfAnyExceptInRange(' ', '\uD7FF') < 0 ? text : Sound(text);
    }

    private static string Sound(string text) => string.Create(text.Length, text, (sound, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            sound[i] = XmlConvert.IsXmlChar(from[i]) || char.IsSurrogate(from[i]) ? from[i] : Replacement; // the decoder leaves no half pairs
    });

    /// <summary>What the prolog names; UTF-8 where it names none, or none that is known here.</summary>
    private static Encoding Encoding(ReadOnlySpan<byte> body)
    {
        var prolog = System.Text.Encoding.Latin1.GetString(body[..Math.Min(body.Length, PrologBytes)]);
        try
        {
            return Declared().Match(prolog) is { Success: true } found ? System.Text.Encoding.GetEncoding(found.Groups["name"].Value) : System.Text.Encoding.UTF8;
        }
        // The second: UTF-7, which the framework knows and refuses
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return System.Text.Encoding.UTF8;
        }
    }

    [GeneratedRegex("""^[^<]*<\?xml [^>]*encoding\s*=\s*["'](?<name>[A-Za-z][A-Za-z0-9._-]*)["']""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Declared();
}
