using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Service.Tests.AdServer;

/// <summary>
/// A beacon server that answers the first request of each connection and closes at the second one without a word: what a client that
/// reuses connections repeats by itself, though it was counted.
/// </summary>
internal sealed class ClosingServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task listening;
    private int requests;

    public ClosingServer()
    {
        listener.Start();
        listening = ListenAsync();
    }

    public string Url => $"http://{listener.LocalEndpoint}/www/delivery";

    public int Requests => requests;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        end.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(end.Token));
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        if (!await ReadAsync(reader)) return;
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\nContent-Length: 6\r\n\r\nGIF89a"u8.ToArray());
        await ReadAsync(reader);
    }

    private async Task<bool> ReadAsync(StreamReader reader)
    {
        string? line, first = null;
        while ((line = await reader.ReadLineAsync()) is { Length: > 0 }) first ??= line;
        if (first is not null) Interlocked.Increment(ref requests);
        return first is not null;
    }
}
