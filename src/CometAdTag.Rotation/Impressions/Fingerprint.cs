using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Rotation.Impressions;

/// <summary>32 bits of a url or origin, to tell in a token whether it is still the same one; never 0, which stands for none.</summary>
public static class Fingerprint
{
    public static uint Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Math.Max(1, BinaryPrimitives.ReadUInt32BigEndian(hash));
    }
}
