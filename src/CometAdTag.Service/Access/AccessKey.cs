using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Service.Access;

/// <summary>A key that is accepted, by its SHA-256.</summary>
internal sealed record AccessKey(string Name, Role Role, ImmutableArray<byte> Digest)
{
    public static ImmutableArray<byte> DigestOf(string key) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(key))];

    /// <summary>Compares in a time that says nothing about where they differ.</summary>
    public bool Is(ImmutableArray<byte> digest) => CryptographicOperations.FixedTimeEquals(Digest.AsSpan(), digest.AsSpan());
}
