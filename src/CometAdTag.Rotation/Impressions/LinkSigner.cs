using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CometAdTag.Rotation.Impressions;

/// <summary>Signs the links inside HTML creatives, so that a click leads only where the creative's own HTML led.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process")]
public sealed class LinkSigner(IEnumerable<SigningKey> ring)
{
    private readonly ImmutableArray<KeyedHash> hashes = KeyedHash.Ring(ring, "creative link");

    public string Sign(string creative, string url)
    {
        Span<byte> signature = stackalloc byte[KeyedHash.Size];
        hashes[^1].Compute(Bytes(creative, url), signature);
        return Base64Url.EncodeToString(signature);
    }

    public bool Verifies(string creative, string url, ReadOnlySpan<char> text)
    {
        Span<byte> signature = stackalloc byte[KeyedHash.Size];
        if (!CanonicalBase64Url.TryDecode(text, signature, out var length) || length != KeyedHash.Size) return false;
        var bytes = Bytes(creative, url);
        foreach (var hash in hashes)
            if (hash.Verifies(bytes, signature)) return true;
        return false;
    }

    private static byte[] Bytes(string creative, string url) => Encoding.UTF8.GetBytes($"{creative}\0{url}");
}
