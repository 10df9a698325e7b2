namespace CometAdTag.Benchmarks.Receipts;

/// <summary>A connection that carries POSTs of one receipt, each when the one before is answered.</summary>
internal sealed class PostPage(int port) : IReportingPage
{
    private readonly Line line = new();

    public Task Open(CancellationToken cancel) => line.Open(port, cancel);

    public async Task Report(byte[][] posts, CancellationToken cancel)
    {
        foreach (var post in posts)
        {
            await line.Send(post, cancel);
            var answered = false;
            while (!answered) await line.Read(read => (answered = Whole(read.Span)) ? read.Length : 0, cancel);
        }
    }

    public void Dispose() => line.Dispose();

    private static bool Whole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0 || answer[^1] != '}') return false;
        Ack.Acknowledged(answer[head..]);
        return true;
    }
}
