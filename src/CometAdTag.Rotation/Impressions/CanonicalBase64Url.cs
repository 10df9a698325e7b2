using System.Buffers;
using System.Buffers.Text;

namespace CometAdTag.Rotation.Impressions;

/// <summary>Reads base64url in its one canonical form: padding, white space and stray bits, which the framework lets pass, are refused.</summary>
internal static class CanonicalBase64Url
{
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        if (text.Length > Base64Url.GetEncodedLength(bytes.Length)) return false;
        if (Base64Url.DecodeFromChars(text, bytes, out _, out length) != OperationStatus.Done) return false;
        Span<char> again = stackalloc char[text.Length];
        return Base64Url.TryEncodeToChars(bytes[..length], again, out var written) && text.SequenceEqual(again[..written]);
    }
}
