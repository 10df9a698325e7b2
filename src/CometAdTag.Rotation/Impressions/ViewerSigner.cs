using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Impressions;

/// <summary>
/// Signs a viewer's history with the newest key of the ring, so that it can travel with the viewer, and reads what was signed with
/// any key in it. It is base64url, at most <see cref="WireLimits.Viewer"/> characters.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process")]
public sealed class ViewerSigner(IEnumerable<SigningKey> ring)
{
    private const int MaxSize = WireLimits.Viewer / 4 * 3;

    private readonly ImmutableArray<KeyedHash> hashes = KeyedHash.Ring(ring, "viewer history");

    public string Sign(ViewerHistory history, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[MaxSize];
        var newest = hashes[^1];
        var length = ViewerLayout.Write(history.At(now), newest.Id, bytes[..(MaxSize - KeyedHash.Size)]);
        newest.Compute(bytes[..length], bytes.Slice(length, KeyedHash.Size));
        return Base64Url.EncodeToString(bytes[..(length + KeyedHash.Size)]);
    }

    /// <summary>The empty history for anything that was not signed with a key of the ring, however it is malformed, and for another version.</summary>
    public ViewerHistory Read(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[MaxSize];
        if (!CanonicalBase64Url.TryDecode(text, bytes, out var length)) return ViewerHistory.Empty;
        if (length < ViewerLayout.MinSize + KeyedHash.Size || bytes[0] != ViewerLayout.Version) return ViewerHistory.Empty;
        var signed = bytes[..(length - KeyedHash.Size)];
        foreach (var hash in hashes)
            if (hash.Id == bytes[1] && hash.Verifies(signed, bytes[signed.Length..length])) return ViewerLayout.Read(signed).At(now);
        return ViewerHistory.Empty;
    }
}
