using System.Buffers;
using System.Text;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>A streamed response in the event-stream format (WHATWG HTML, server-sent events): one event a frame.</summary>
internal sealed class StreamTransport(HttpContext context) : PageTransport
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Name => "stream";

    /// <summary>Completes when the response is over.</summary>
    public Task Ended => ended.Task;

    public override async ValueTask Write(Frame[] frames, CancellationToken cancel)
    {
        var body = context.Response.BodyWriter;
        foreach (var frame in frames)
        {
            Encoding.ASCII.GetBytes($"event: {frame.Type}\ndata: ", body);
            body.Write(frame.Json);
            body.Write("\n\n"u8);
        }
        await body.FlushAsync(cancel);
    }

    public override ValueTask End(CloseReason reason, CancellationToken cancel)
    {
        ended.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public override void Abort()
    {
        // Once the response is over, its connection may carry another request
        if (ended.TrySetResult()) context.Abort();
    }
}
