using System.Buffers.Text;
using System.Text;

namespace CometAdTag.Benchmarks.Push;

/// <summary>A frame of 600 bytes with an `ad` that is formatted once; only its id is another one each time. Used by one thread at a time.</summary>
internal sealed class BareAd
{
    private const int Size = 600, HeaderSize = 4;

    private readonly byte[] frame;
    private readonly int number;
    private long made;

    public BareAd()
    {
        var begin = """{"type":"ad","slot":"a","id":"00000000-0000-7000-8000-""";
        var end = """000000000000","token":"","trigger":"event","index":1,"creative":"bare","campaign":"bare","width":300,"height":250,"html":""" + "\"";
        var json = $"{begin}{end}".PadRight(Size - HeaderSize - 2, 'x') + "\"}";
        frame = [0x81, 126, (Size - HeaderSize) >> 8, (Size - HeaderSize) & 0xFF, .. Encoding.ASCII.GetBytes(json)];
        number = HeaderSize + begin.Length;
    }

    public static byte[] Ready
    {
        get
        {
            var json = """{"type":"ready","page":"bare","heartbeat":3600000,"slots":[]}""";
            return [0x81, (byte)json.Length, .. Encoding.ASCII.GetBytes(json)];
        }
    }

    /// <summary>A copy, which may wait.</summary>
    public byte[] Initial() => Next().ToArray();

    /// <summary>Until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Utf8Formatter.TryFormat(Interlocked.Increment(ref made), frame.AsSpan(number), out _, new('D', 12));
        return frame;
    }
}
