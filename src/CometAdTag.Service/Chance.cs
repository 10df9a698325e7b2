using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CometAdTag.Service;

/// <summary>Where the service takes its randomness: draws for decisions, bits for ids. Tests give a seed.</summary>
internal sealed class Chance(int? seed = null)
{
    private const int IdSize = 16;

#pragma warning disable RS0030 // the one place where randomness is made
    private readonly Random random = seed is { } s ? new Random(s) : Random.Shared;
#pragma warning restore RS0030
    private readonly Lock gate = new();

    /// <summary>Made for this thread and not used yet: to ask the generator takes about 1 µs, for one id or for many.</summary>
    [ThreadStatic]
    private static ArraySegment<byte> ahead;

    /// <summary>A draw in [0, 1).</summary>
    public double Draw()
    {
        if (seed is null) return random.NextDouble();
        lock (gate) return random.NextDouble();
    }

    /// <summary>Bits that nobody can guess: for page and impression ids.</summary>
    public UInt128 Bits()
    {
        Span<byte> bytes = stackalloc byte[IdSize];
        if (seed is null) Take(bytes);
        else lock (gate) random.NextBytes(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static void Take(Span<byte> bytes)
    {
        if (ahead.Count == 0)
        {
            var block = ahead.Array ?? new byte[256 * IdSize];
            RandomNumberGenerator.Fill(block);
            ahead = block;
        }
        ahead.AsSpan(0, bytes.Length).CopyTo(bytes);
        ahead = ahead[bytes.Length..];
    }
}
