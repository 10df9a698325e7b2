using System.Security.Cryptography;
using System.Text;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>Makes receipts `rendered` of impressions that were never reported before: of 20 creatives in 5 zones, pushed in the last minute.</summary>
internal sealed class ReceiptMaker(ReadOnlyMemory<byte> secret)
{
    public const string Origin = "http://page.test";

    private const int Creatives = 20, Zones = 5, LastMinute = 60_000;

    private readonly TokenSigner signer = new([new SigningKey(1, secret)]);
    private readonly uint origin = Fingerprint.Of(Origin);
    private int made;

    /// <summary>One impression.</summary>
    public Impression Impression()
    {
        var creative = made++ % Creatives;
        var random = BitConverter.ToUInt128(RandomNumberGenerator.GetBytes(16));
        var id = ImpressionId.Create(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (made % LastMinute), random);
        return new(id, $"{creative % Zones}", $"campaign-{creative % 7}", $"creative-{creative}", Trigger.Time, made % 4);
    }

    /// <summary>One receipt, as a page writes them.</summary>
    public string Receipt(int n) =>
        $$"""{"n":{{n}},"token":"{{signer.Sign(new(Impression(), 0, 1, origin))}}","stage":"rendered","shown":0}""";

    /// <summary>The frame of a receipt on a WebSocket (RFC 6455), masked by zeros.</summary>
    public byte[] Frame(int n)
    {
        var text = Encoding.ASCII.GetBytes($$"""{"type":"receipt",{{Receipt(n)[1..]}}""");
        return [.. SocketFrame.Header(text.Length), .. text];
    }

    /// <summary>The POST of one receipt, as a page's beacon.</summary>
    public byte[] Post(string host)
    {
        var body = $$"""{"receipts":[{{Receipt(1)}}]}""";
        return Encoding.ASCII.GetBytes(
            $"POST /comet/v1/receipts HTTP/1.1\r\nHost: {host}\r\nOrigin: {Origin}\r\nUser-Agent: {Agent}\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    public const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
}
