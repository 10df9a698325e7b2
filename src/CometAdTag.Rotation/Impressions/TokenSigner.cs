using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace CometAdTag.Rotation.Impressions;

/// <summary>Signs tokens with the newest key of the ring and verifies those of every key in it. A token is base64url, at most 240 characters.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process")]
public sealed class TokenSigner(IEnumerable<SigningKey> ring)
{
    private readonly ImmutableArray<KeyedHash> hashes = KeyedHash.Ring(ring, "impression token");

    public string Sign(in ImpressionToken token)
    {
        Span<byte> bytes = stackalloc byte[TokenLayout.MaxSize + KeyedHash.Size];
        var newest = hashes[^1];
        var length = TokenLayout.Write(token, newest.Id, bytes);
        newest.Compute(bytes[..length], bytes.Slice(length, KeyedHash.Size));
        return Base64Url.EncodeToString(bytes[..(length + KeyedHash.Size)]);
    }

    /// <summary>False for anything that was not signed with a key of the ring, however it is malformed.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out ImpressionToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[TokenLayout.MaxSize + KeyedHash.Size];
        if (!CanonicalBase64Url.TryDecode(text, bytes, out var length)) return false;
        if (length < TokenLayout.FixedSize + KeyedHash.Size || !TokenLayout.Knows(bytes[0])) return false;
        var signed = bytes[..(length - KeyedHash.Size)];
        if (Find(bytes[1]) is not { } hash || !hash.Verifies(signed, bytes[signed.Length..length])) return false;
        token = TokenLayout.Read(signed);
        return true;
    }

    private KeyedHash? Find(byte id)
    {
        foreach (var hash in hashes)
            if (hash.Id == id) return hash;
        return null;
    }
}
