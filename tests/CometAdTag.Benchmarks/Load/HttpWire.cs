using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>A POST and its answer, on HTTP/1.1.</summary>
internal abstract class HttpWire(string path) : Wire
{
    private const int Ok = 200, Malformed = 400, Forbidden = 403;

    public override bool CanSay => false;

    public override void Begin(LoadPage page, Outgoing into) => page.Greet();

    public override void Hello(LoadPage page, ReadOnlySpan<byte> hello, Outgoing into) => into.Add(Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {page.Server.Host}\r\nOrigin: {page.Origin}\r\nUser-Agent: {LoadPage.Agent}\r\n"
        + $"Content-Type: text/plain;charset=UTF-8\r\nContent-Length: {hello.Length}\r\n\r\n")).Add(hello);

    public override Span<byte> Decode(LoadPage page, Span<byte> come) => page.IsAnswered ? page.Body.Decode(come) : come;

    public override Span<byte> Take(LoadPage page, Span<byte> come)
    {
        if (!page.IsAnswered)
        {
            var end = come.IndexOf("\r\n\r\n"u8);
            if (end < 0) return come;
            var head = HttpHead.Read(come[..(end + 2)]);
            come = come[(end + 4)..];
            page.IsAnswered = true;
            if (head.Status != Ok)
            {
                page.Refuse(head.Reason(come), head.RetryAfter, isFinal: head.Status is Malformed or Forbidden);
                return default;
            }
            page.Body = new(head.IsChunked ? -1 : head.Length);
            come = page.Body.Decode(come);
        }
        return TakeBody(page, come);
    }

    /// <summary>Tells the page what has come of the answer, and gives what is not whole yet.</summary>
    protected abstract Span<byte> TakeBody(LoadPage page, Span<byte> come);
}
