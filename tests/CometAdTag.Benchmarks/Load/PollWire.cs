namespace CometAdTag.Benchmarks.Load;

/// <summary>A held answer: a JSON array of frames.</summary>
internal sealed class PollWire() : HttpWire("/comet/v1/poll")
{
    public override long FirstAnswer => 35 * Moment.Second;

    protected override Span<byte> TakeBody(LoadPage page, Span<byte> come)
    {
        if (!page.Body.IsWhole) return come;
        var frames = come[1..^1];
        while (page.IsConnected && !frames.IsEmpty)
        {
            // Nowhere else: a quote inside a text has a backslash before it, and nothing but a frame has a type
            var end = frames.IndexOf("},{\"type\":\""u8);
            page.Hear(end < 0 ? frames : frames[..(end + 1)]);
            frames = end < 0 ? default : frames[(end + 2)..];
        }
        if (page.IsConnected) page.BePolled();
        return default;
    }
}
