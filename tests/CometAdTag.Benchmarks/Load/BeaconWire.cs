namespace CometAdTag.Benchmarks.Load;

/// <summary>What a page that is left, or hidden, still has to report, as browsers send it behind a document (beacon.ts); answered by one ack.</summary>
internal sealed class BeaconWire() : HttpWire("/comet/v1/receipts")
{
    protected override Span<byte> TakeBody(LoadPage page, Span<byte> come)
    {
        if (!page.Body.IsWhole) return come;
        page.Hear(come);
        page.EndReport();
        return default;
    }
}
