using System.Buffers.Binary;
using System.Text;
using CometAdTag.Rotation.Delivery;

namespace CometAdTag.Rotation.Impressions;

/// <summary>
/// The bytes of a viewer's history before its signature: version, key, time of the newest count (8), sessions, age of the session,
/// viewer id with its length before it, then the counts, the newest first: level, id with its length before it, age, and the round
/// and count of total and session. Numbers without a size have 7 bits a byte, the lowest first; ages are seconds.
/// </summary>
internal static class ViewerLayout
{
    public const byte Version = 1;
    public const int MinSize = 2 + sizeof(long) + 3;

    /// <summary>All that fits, the oldest left out where it is too much; says how many bytes it is.</summary>
    public static int Write(ViewerHistory history, byte key, Span<byte> to)
    {
        var newest = Math.Max(history.SessionAt, history.Counts.Select(count => count.LastAt).DefaultIfEmpty().Max());
        (to[0], to[1]) = (Version, key);
        BinaryPrimitives.WriteInt64BigEndian(to[2..], newest);
        var at = 2 + sizeof(long);
        WriteNumber(history.Sessions, to, ref at);
        WriteNumber(newest - history.SessionAt, to, ref at);
        WriteText(history.ViewerId ?? "", to, ref at);
        Span<byte> one = stackalloc byte[TokenLayout.MaxId + 48];
        foreach (var count in history.Counts.Reverse())
        {
            if (Encoding.UTF8.GetByteCount(count.Id) > TokenLayout.MaxId) continue;
            var size = Write(count, newest, one);
            if (at + size > to.Length) break;
            one[..size].CopyTo(to[at..]);
            at += size;
        }
        return at;
    }

    /// <summary>Reads what <see cref="Write(ViewerHistory, byte, Span{byte})"/> wrote; only ever called on bytes whose signature was checked.</summary>
    public static ViewerHistory Read(ReadOnlySpan<byte> from)
    {
        var newest = BinaryPrimitives.ReadInt64BigEndian(from[2..]);
        var at = 2 + sizeof(long);
        var sessions = (int)ReadNumber(from, ref at);
        var sessionAt = newest - ReadNumber(from, ref at);
        var viewer = ReadText(from, ref at);
        var counts = new List<CapCount>(ViewerHistory.MaxCounts);
        while (at < from.Length) counts.Add(ReadCount(from, newest, ref at));
        return ViewerHistory.Of(viewer, counts, sessions, sessionAt);
    }

    private static int Write(in CapCount count, long newest, Span<byte> to)
    {
        var at = 1;
        to[0] = (byte)count.Level;
        WriteText(count.Id, to, ref at);
        WriteNumber(newest - count.LastAt, to, ref at);
        WriteNumber(count.Total.Round, to, ref at);
        WriteNumber(count.Total.Count, to, ref at);
        WriteNumber(count.Session.Round, to, ref at);
        WriteNumber(count.Session.Count, to, ref at);
        return at;
    }

    private static CapCount ReadCount(ReadOnlySpan<byte> from, long newest, ref int at)
    {
        var level = (CapLevel)from[at++];
        var id = ReadText(from, ref at);
        var age = ReadNumber(from, ref at);
        var total = new CapCounter((int)ReadNumber(from, ref at), (int)ReadNumber(from, ref at));
        return new(level, id, total, new((int)ReadNumber(from, ref at), (int)ReadNumber(from, ref at)), newest - age);
    }

    private static void WriteText(string text, Span<byte> to, ref int at)
    {
        var length = Encoding.UTF8.GetBytes(text, to[(at + 1)..]);
        to[at] = (byte)length;
        at += 1 + length;
    }

    private static string ReadText(ReadOnlySpan<byte> from, ref int at)
    {
        var text = Encoding.UTF8.GetString(from.Slice(at + 1, from[at]));
        at += 1 + from[at];
        return text;
    }

    private static void WriteNumber(long number, Span<byte> to, ref int at)
    {
        for (; number >= 0x80; number >>= 7) to[at++] = (byte)(number | 0x80);
        to[at++] = (byte)number;
    }

    private static long ReadNumber(ReadOnlySpan<byte> from, ref int at)
    {
        var number = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var part = from[at++];
            number |= (long)(part & 0x7F) << shift;
            if (part < 0x80) return number;
        }
    }
}
