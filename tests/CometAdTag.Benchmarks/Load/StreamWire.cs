namespace CometAdTag.Benchmarks.Load;

/// <summary>A streamed answer in the event-stream format: a line of data for each frame.</summary>
internal sealed class StreamWire() : HttpWire("/comet/v1/stream")
{
    protected override Span<byte> TakeBody(LoadPage page, Span<byte> come)
    {
        while (page.IsConnected && come.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = come[..end];
            come = come[(end + 1)..];
            if (line.StartsWith("data: "u8)) page.Hear(line["data: ".Length..]);
        }
        return come;
    }
}
