using System.Text;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>
/// A text as the bytes of its UTF-8, one character each, as the ad server's regular expressions see it. What is not ASCII becomes a
/// private character, which is no letter, digit or space, as it is none there.
/// </summary>
internal static class ByteText
{
    public const char High = '\uE000';

    public static string Of(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, static (characters, from) =>
        {
            for (var i = 0; i < from.Length; i++) characters[i] = Of(from[i]);
        });
    }

    public static char Of(byte value) => value < 0x80 ? (char)value : (char)(High + value);
}
