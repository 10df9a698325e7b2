using System.Buffers.Binary;
using System.Text;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Impressions;

/// <summary>
/// The bytes of a token before its signature: version, key, id (16), trigger, index (2), refreshes (2), url hash (4),
/// origin hash (4), then zone, campaign and creative, each with its length before it (1 to 32 bytes of UTF-8). Version 2 has
/// the page's group (1) at the end; without a group it is version 1, which any release reads.
/// </summary>
internal static class TokenLayout
{
    public const int MaxId = 32;
    public const int FixedSize = 31;
    public const int MaxSize = FixedSize + (3 * (1 + MaxId)) + 1;

    private const byte Plain = 1, Grouped = 2;

    public static bool Knows(byte version) => version is Plain or Grouped;

    public static int Write(in ImpressionToken token, byte key, Span<byte> to)
    {
        var impression = token.Impression;
        (to[0], to[1], to[18]) = (impression.Group.IsNone ? Plain : Grouped, key, (byte)impression.Trigger);
        impression.Id.Write(to.Slice(2, ImpressionId.Size));
        BinaryPrimitives.WriteUInt16BigEndian(to[19..], (ushort)Math.Min(impression.Index, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16BigEndian(to[21..], (ushort)Math.Min(token.Refreshes, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32BigEndian(to[23..], token.UrlHash);
        BinaryPrimitives.WriteUInt32BigEndian(to[27..], token.OriginHash);
        var at = FixedSize;
        at += WriteId(impression.Zone, to[at..]);
        at += WriteId(impression.Campaign, to[at..]);
        at += WriteId(impression.Creative, to[at..]);
        if (!impression.Group.IsNone) to[at++] = impression.Group.Code;
        return at;
    }

    /// <summary>Reads what <see cref="Write"/> wrote; only ever called on bytes whose signature was checked.</summary>
    public static ImpressionToken Read(ReadOnlySpan<byte> from)
    {
        var at = FixedSize;
        var zone = ReadId(from, ref at);
        var campaign = ReadId(from, ref at);
        var creative = ReadId(from, ref at);
        var id = ImpressionId.Read(from.Slice(2, ImpressionId.Size));
        var index = BinaryPrimitives.ReadUInt16BigEndian(from[19..]);
        return new(
            new Impression(id, zone, campaign, creative, (Trigger)from[18], index) { Group = from[0] == Grouped ? PageGroup.FromCode(from[at]) : PageGroup.None },
            BinaryPrimitives.ReadUInt16BigEndian(from[21..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[23..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[27..]));
    }

    private static int WriteId(string id, Span<byte> to)
    {
        var length = Encoding.UTF8.GetBytes(id, to.Slice(1, MaxId));
        to[0] = (byte)length;
        return 1 + length;
    }

    private static string ReadId(ReadOnlySpan<byte> from, ref int at)
    {
        var id = Encoding.UTF8.GetString(from.Slice(at + 1, from[at]));
        at += 1 + from[at];
        return id;
    }
}
