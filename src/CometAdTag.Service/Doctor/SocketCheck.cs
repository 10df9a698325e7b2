using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Service.Doctor;

/// <summary>The WebSocket: that it is opened through all that is in front of the service, says something, and lives.</summary>
internal static class SocketCheck
{
    private const string Subject = "socket";
    private const int LongestFrame = 64 * 1024;

    public static async Task<Finding> Of(Visitor visitor, Patient patient, Holding holding, CancellationToken cancel)
    {
        var since = holding.Now;
        using var request = Request(patient);
        using var response = await visitor.Open(request, Holding.FirstAnswer, cancel);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            var (text, fix) = Remedies.Of(await visitor.Read(response, LongestFrame, since, cancel), patient.Origin);
            return Finding.Wrong(Subject, text, fix.Length > 0 ? fix : Remedies.Upgrade);
        }
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var socket = WebSocket.CreateFromStream(stream, new() { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        return await Converse(socket, patient, holding, since, cancel);
    }

    private static async Task<Finding> Converse(WebSocket socket, Patient patient, Holding holding, long since, CancellationToken cancel)
    {
        try
        {
            using var bound = holding.Until(Holding.FirstAnswer);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel);
            await Say(socket, patient.Hello(), either.Token);
            var first = await Hear(socket, either.Token);
            if (Greeting.Read(Encoding.UTF8.GetBytes(first ?? "")) is null) return Finding.Wrong(Subject, first is null ? "opened, and closed before the service said anything" : "opened, and what came is no frame of the service", Remedies.Upgrade);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Finding.Wrong(Subject, $"opened, and then silent for {Holding.FirstAnswer.TotalSeconds:0} s: frames do not get through", Remedies.Upgrade);
        }
        catch (Exception cut) when (cut is WebSocketException or IOException)
        {
            return Finding.Wrong(Subject, $"opened, and cut off before the service said anything: {cut.Message}", Remedies.Upgrade);
        }
        var finding = await holding.Listen(Subject, holding.Since(since), async token => await Hear(socket, token) is { } frame ? !frame.StartsWith("""{"type":"close""", StringComparison.Ordinal) : null, cancel);
        // An aborted wait has ended it already, and with it the page
        socket.Abort();
        return finding;
    }

    private static HttpRequestMessage Request(Patient patient)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, patient.At("/comet/v1/socket"));
        request.Headers.Add("Origin", patient.Origin);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        return request;
    }

    private static ValueTask Say(WebSocket socket, string frame, CancellationToken cancel) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, cancel);

    /// <summary>The next frame, as far as it is of interest; null when the socket was closed.</summary>
    private static async Task<string?> Hear(WebSocket socket, CancellationToken cancel)
    {
        var frame = new MemoryStream();
        var chunk = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(chunk.AsMemory(), cancel);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            if (frame.Length < LongestFrame) frame.Write(chunk, 0, received.Count);
            if (received.EndOfMessage) return Encoding.UTF8.GetString(frame.ToArray());
        }
    }
}
