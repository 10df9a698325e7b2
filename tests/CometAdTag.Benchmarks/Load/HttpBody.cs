namespace CometAdTag.Benchmarks.Load;

/// <summary>Where the body of an HTTP/1.1 answer stands: of a known length, or in chunks (RFC 9112, 7.1) where that is negative.</summary>
internal struct HttpBody(long length)
{
    private readonly bool isChunked = length < 0;
    private long left = Math.Max(0, length);
    private Part part = length < 0 ? Part.Size : Part.Data;

    private enum Part : byte
    {
        Size,
        Data,
        DataEnd,

        /// <summary>The empty line behind the last chunk, which has the size 0.</summary>
        End,
        Over,
    }

    /// <summary>Nothing more comes.</summary>
    public readonly bool IsWhole => isChunked ? part == Part.Over : left == 0;

    /// <summary>Takes what is around the chunks out of what has come, in its own place.</summary>
    public Span<byte> Decode(Span<byte> come)
    {
        var (from, to) = (0, 0);
        while (from < come.Length && !IsWhole)
        {
            if (part != Part.Data)
            {
                Step(come[from++]);
                continue;
            }
            var some = (int)Math.Min(left, come.Length - from);
            come.Slice(from, some).CopyTo(come[to..]);
            (from, to, left) = (from + some, to + some, left - some);
            if (left == 0 && isChunked) part = Part.DataEnd;
        }
        return come[..to];
    }

    private void Step(byte one)
    {
        if (part == Part.Size && char.IsAsciiHexDigit((char)one)) left = (left << 4) + (one <= '9' ? one - '0' : (one | 0x20) - 'a' + 10);
        if (one != '\n') return;
        part = part switch
        {
            Part.Size => left > 0 ? Part.Data : Part.End,
            Part.DataEnd => Part.Size,
            _ => Part.Over,
        };
    }
}
