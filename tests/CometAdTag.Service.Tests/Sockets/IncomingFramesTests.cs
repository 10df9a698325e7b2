using System.Buffers.Binary;
using CometAdTag.Service.Sockets;

namespace CometAdTag.Service.Tests.Sockets;

public sealed class IncomingFramesTests
{
    private const int Most = 200_000;

    [Fact]
    public void Messages_are_heard_as_they_were_sent_however_they_are_cut_and_whatever_comes_between()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var chance = new Random(seed);
            var sent = Enumerable.Range(0, chance.Next(1, 6)).Select(_ => Message(chance)).ToArray();
            byte[] wire = [.. sent.SelectMany(message => Cut(message, chance))];

            var heard = new List<byte[]>();
            var incoming = new IncomingFrames();
            for (var (from, to) = (0, 0); from < wire.Length;)
            {
                to = Math.Min(wire.Length, to + chance.Next(1, 30_000));
                from += Hear(ref incoming, wire.AsSpan(from..to), heard);
            }
            Assert.Equal(sent, heard);
        }
    }

    [Theory]
    [InlineData("81 05 48 65 6C 6C 6F")] // not masked
    [InlineData("C1 85 00 00 00 00 48 65 6C 6C 6F")] // a reserved bit
    [InlineData("83 80 00 00 00 00")] // an opcode that nothing has
    [InlineData("8B 80 00 00 00 00")] // a control opcode that nothing has
    [InlineData("80 80 00 00 00 00")] // goes on with nothing
    [InlineData("09 80 00 00 00 00")] // a ping in parts
    [InlineData("89 FE 00 7E 00 00 00 00")] // a ping of 126 bytes
    public void A_frame_that_may_not_come_is_refused(string frame)
    {
        var incoming = new IncomingFrames();
        Assert.True(incoming.Take(Bytes(frame), Most, out _) < 0);
    }

    [Fact]
    public void A_new_message_may_not_begin_in_another()
    {
        var incoming = new IncomingFrames();
        Assert.Equal(7, incoming.Take(Bytes("01 81 00 00 00 00 41"), Most, out _));
        Assert.True(incoming.Take(Bytes("81 81 00 00 00 00 41"), Most, out _) < 0);
        incoming.Release();
    }

    [Theory]
    [InlineData("81 FF 00 00 00 00 00 03 0D 41 00 00 00 00", Most + 1L)]
    [InlineData("81 FF FF FF FF FF FF FF FF FF 00 00 00 00", int.MaxValue)]
    public void A_message_is_known_to_be_too_long_by_its_head(string head, long length)
    {
        var incoming = new IncomingFrames();
        Assert.Equal(14 + length, incoming.Take(Bytes(head), Most, out var frame));
        Assert.Equal(IncomingFrames.TooLong, frame.Opcode);
    }

    [Fact]
    public void A_message_in_parts_is_too_long_together()
    {
        var incoming = new IncomingFrames();
        Assert.Equal(9, incoming.Take(Bytes("01 83 00 00 00 00 41 42 43"), 5, out var part));
        Assert.Equal(0, part.Opcode);
        Assert.Equal(9, incoming.Take(Bytes("80 83 00 00 00 00 41 42 43"), 5, out var rest));
        Assert.Equal(IncomingFrames.TooLong, rest.Opcode);
        incoming.Release();
    }

    private static int Hear(ref IncomingFrames incoming, Span<byte> come, List<byte[]> heard)
    {
        // Masks are taken off in place, from what is whole only
        var used = 0;
        while (incoming.Take(come[used..], Most, out var frame) is > 0 and var taken)
        {
            used += (int)taken;
            if (frame.Opcode == IncomingFrames.Text) heard.Add(frame.Payload.ToArray());
            if (frame.Opcode == IncomingFrames.Ping) Assert.Equal("are you there"u8, frame.Payload);
            if (frame.IsKept) incoming.Release();
        }
        return used;
    }

    private static byte[] Message(Random chance)
    {
        var message = new byte[chance.Next(4) switch { 0 => chance.Next(126), 1 => chance.Next(126, 65_536), 2 => chance.Next(65_536, Most), _ => 0 }];
        chance.NextBytes(message);
        return message;
    }

    private static IEnumerable<byte> Cut(byte[] message, Random chance)
    {
        var parts = chance.Next(1, 5);
        for (var (part, from, to) = (1, 0, 0); part <= parts; part++, from = to)
        {
            to = part == parts ? message.Length : chance.Next(from, message.Length + 1);
            var opcode = (part == 1 ? 0x1 : 0x0) | (part == parts ? 0x80 : 0);
            foreach (var one in Frame((byte)opcode, message[from..to], chance)) yield return one;
            if (chance.Next(3) > 0) continue;
            foreach (var one in Frame(0x89, "are you there"u8.ToArray(), chance)) yield return one;
        }
    }

    private static byte[] Frame(byte opcode, byte[] payload, Random chance)
    {
        var mask = new byte[4];
        chance.NextBytes(mask);
        var length = payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : payload.Length < 65_536 ? new byte[3] : new byte[9];
        if (length.Length == 3) BinaryPrimitives.WriteUInt16BigEndian(length.AsSpan(1), (ushort)payload.Length);
        if (length.Length == 9) BinaryPrimitives.WriteUInt64BigEndian(length.AsSpan(1), (ulong)payload.Length);
        if (length.Length > 1) length[0] = (byte)(0x80 | (length.Length == 3 ? 126 : 127));
        return [opcode, .. length, .. mask, .. payload.Select((one, at) => (byte)(one ^ mask[at & 3]))];
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
