using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Rotation.Impressions;

/// <summary>
/// HMAC-SHA256 cut to 16 bytes, for one purpose: its key is derived from the secret with the purpose's name (HKDF), so a
/// signature made for one purpose is worth nothing for another. One keyed state is kept for each thread that signs.
/// </summary>
internal sealed class KeyedHash(SigningKey key, string purpose) : IDisposable
{
    public const int Size = 16;

    private readonly ThreadLocal<HMACSHA256> states = new(() => new HMACSHA256(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret.ToArray(), 32, info: Encoding.ASCII.GetBytes(purpose))));

    public byte Id => key.Id;

    /// <summary>One for each key, the newest last. A ring that could not sign, or not verify what it signed, is refused.</summary>
    public static ImmutableArray<KeyedHash> Ring(IEnumerable<SigningKey> keys, string purpose)
    {
        ImmutableArray<KeyedHash> ring = [.. keys.OrderBy(key => key.Id).Select(key => new KeyedHash(key, purpose))];
        if (ring.IsEmpty) throw new ArgumentException("The key ring is empty", nameof(keys));
        if (ring.DistinctBy(hash => hash.Id).Count() < ring.Length) throw new ArgumentException("Two keys of the ring have one number", nameof(keys));
        return ring;
    }

    public void Compute(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        states.Value!.TryComputeHash(data, full, out _);
        full[..Size].CopyTo(signature);
    }

    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[Size];
        Compute(data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    public void Dispose() => states.Dispose();
}
