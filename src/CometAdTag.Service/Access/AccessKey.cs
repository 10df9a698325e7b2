using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Service.Access;

/// <summary>A key that is accepted, by its SHA-256.</summary>
internal sealed record AccessKey(string Name, Role Role, ImmutableArray<byte> Digest)
{
    /// <summary>So that people and secret scanners know what they have found.</summary>
    private const string Prefix = "comet_";

    private const int Secret = 32;

    public static ImmutableArray<byte> DigestOf(string key) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(key))];

    /// <summary>The text of a new key: 256 bits that nobody guesses, so that its plain hash is safe to keep.</summary>
    public static string NewText() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Secret));

    /// <summary>Whether this is the text of a key as it is made here.</summary>
    public static bool IsText(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(Prefix.Length), out var bytes) && bytes == Secret;

    /// <summary>Compares in a time that says nothing about where they differ.</summary>
    public bool Is(ImmutableArray<byte> digest) => CryptographicOperations.FixedTimeEquals(Digest.AsSpan(), digest.AsSpan());
}
