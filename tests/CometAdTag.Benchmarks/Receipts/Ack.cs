using System.Text;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>How many receipts an `ack` acknowledges; anything but an ack of receipts that were all taken ends the benchmark.</summary>
internal static class Ack
{
    public static int Acknowledged(ReadOnlySpan<byte> json)
    {
        var from = json.IndexOf("\"acked\":["u8);
        if (from < 0 && json.IndexOf("\"ping\""u8) > 0) return 0;
        if (from < 0 || json.IndexOf("\"refused\":[]"u8) < 0) throw new InvalidOperationException($"No ack of all: {Encoding.UTF8.GetString(json)}");
        var numbers = json[(from + 9)..];
        return 1 + numbers[..numbers.IndexOf((byte)']')].Count((byte)',');
    }
}
