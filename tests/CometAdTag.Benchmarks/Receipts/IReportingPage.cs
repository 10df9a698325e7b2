namespace CometAdTag.Benchmarks.Receipts;

/// <summary>A page that sends what it is given, and waits until it is acknowledged.</summary>
internal interface IReportingPage : IDisposable
{
    Task Open(CancellationToken cancel);

    Task Report(byte[][] receipts, CancellationToken cancel);
}
