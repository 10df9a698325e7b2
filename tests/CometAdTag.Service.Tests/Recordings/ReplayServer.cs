using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Service.Tests.Recordings;

/// <summary>
/// A server on a loopback port that writes recorded answers, byte by byte, to the requests that they were recorded for; which those are
/// says the test (the recorded request, then the one that came). Of several that fit, each is given once in its order, and the last again
/// and again. What fits none gets 404 and stands in <see cref="Strangers"/>.
/// </summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Func<HttpText, HttpText, bool> isSame;
    private readonly List<Recording> recordings;
    private readonly Lock gate = new();
    private readonly Task accepting;

    public ReplayServer(Func<HttpText, HttpText, bool> isSame, params IEnumerable<Recording> recordings)
    {
        (this.isSame, this.recordings) = (isSame, [.. recordings]);
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    /// <summary>All that was asked, and the recording that it got.</summary>
    public ConcurrentQueue<(HttpText Request, Recording? Answer)> Asked { get; } = [];

    public IEnumerable<HttpText> Strangers => Asked.Where(each => each.Answer is null).Select(each => each.Request);

    /// <summary>From now on these instead.</summary>
    public void Replace(params IEnumerable<Recording> others)
    {
        lock (gate)
        {
            recordings.Clear();
            recordings.AddRange(others);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // First it: a listener that has stopped does not like to be asked
        await accepting;
        listener.Dispose();
        await Task.WhenAll(connections);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            while (await HttpText.ReadAsync(stream, stop.Token) is { } request) await stream.WriteAsync(Answer(request), stop.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // The other side left, or the test is over
        }
    }

    private byte[] Answer(HttpText request)
    {
        var answer = Find(request);
        Asked.Enqueue((request, answer));
        return answer?.OnTheWire() ?? [.. "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8];
    }

    private Recording? Find(HttpText request)
    {
        lock (gate)
        {
            var fitting = recordings.Where(recording => recording.Request is { } recorded && isSame(recorded, request)).ToList();
            if (fitting.Count > 1) recordings.Remove(fitting[0]);
            return fitting.FirstOrDefault();
        }
    }
}
