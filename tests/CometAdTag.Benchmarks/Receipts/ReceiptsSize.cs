namespace CometAdTag.Benchmarks.Receipts;

/// <summary>How much of it: WebSockets and connections for POSTs, what each of them reports, and rows that the program inserts which does nothing else.</summary>
internal sealed record ReceiptsSize(int Rounds, int Sockets, int ReceiptsASocket, int Posters, int PostsAPoster, int PlainRows)
{
    public static ReceiptsSize Full { get; } = new(3, 1_000, 240, 256, 400, 200_000);

    public static ReceiptsSize Small { get; } = new(1, 10, 8, 5, 4, 500);
}
