using System.Net.WebSockets;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>How frames reach one page. Written by one caller at a time.</summary>
internal abstract class PageTransport
{
    /// <summary>socket, stream or poll: the metric's label.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it takes one batch only, after which the page is away until its next hello.</summary>
    public virtual bool OneAnswer => false;

    /// <summary>Whether its page is kept for a while when it ends without a bye: it says everything by opening anew.</summary>
    public virtual bool OpensAnew => true;

    public abstract ValueTask Write(Frame[] frames, CancellationToken cancel);

    /// <summary>A held request that nothing came for is answered with nothing.</summary>
    public virtual void Release()
    {
    }

    /// <summary>The last frame was written: ends the connection in order.</summary>
    public abstract ValueTask End(CloseReason reason, CancellationToken cancel);

    /// <summary>Ends it at once.</summary>
    public abstract void Abort();

    /// <summary>The last word on a connection that holds no page any more, or never did.</summary>
    public async Task SayGoodbye(CloseReason reason, TimeSpan retryAfter, string detail)
    {
        try
        {
            await Write([ServiceFrames.Close(reason, retryAfter, detail)], CancellationToken.None);
            await End(reason, CancellationToken.None);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            Abort();
        }
    }

    /// <summary>What a write throws when the other side is gone.</summary>
    public static bool IsLost(Exception e) =>
        e is IOException or OperationCanceledException or ObjectDisposedException or WebSocketException or InvalidOperationException;
}
