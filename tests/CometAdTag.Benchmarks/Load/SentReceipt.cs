using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>A receipt that is sent until it is settled; sent first at that time, shown in ms.</summary>
internal readonly record struct SentReceipt(long N, long SentAt, byte[] Token, string Stage, long Shown, string Reason)
{
    /// <summary>Writes its members, and the brace that ends it.</summary>
    public Outgoing Write(Outgoing into)
    {
        Span<byte> word = stackalloc byte[16];
        into.Add("\"n\":"u8).Add(N).Add(",\"token\":\""u8).Add(Token).Add("\",\"stage\":\""u8).Add(Ascii(Stage, word)).Add("\",\"shown\":"u8).Add(Shown);
        if (Reason.Length > 0) into.Add(",\"reason\":\""u8).Add(Ascii(Reason, word)).Add("\""u8);
        return into.Add("}"u8);
    }

    private static ReadOnlySpan<byte> Ascii(string word, Span<byte> into) => into[..Encoding.ASCII.GetBytes(word, into)];
}
