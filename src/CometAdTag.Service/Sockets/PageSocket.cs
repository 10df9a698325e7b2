using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Sockets;

/// <summary>
/// A connection that a loop holds: first nobody knows whose it is, then it is a page's WebSocket, or the web server's. Its loop's thread
/// hears it and closes it; anybody sends to it. Its descriptor is used under its lock, since it is another's once it is closed.
/// </summary>
internal sealed partial class PageSocket(SocketLoop loop, SharedPort port, int descriptor) : PageTransport
{
    private readonly Lock sending = new();
    private int descriptor = descriptor;
    private Unsent? unsent;
    private bool hasSaidClose;

    public override string Name => "socket";

    public override bool OpensAnew => false;

    private OpenPages Pages => loop.Loops.Pages;

    public override ValueTask Write(Frame[] frames, CancellationToken cancel)
    {
        lock (sending) return Send(OutgoingFrames.Of(frames));
    }

    public override ValueTask End(CloseReason reason, CancellationToken cancel)
    {
        lock (sending)
        {
            hasSaidClose = true;
            return Send(OutgoingFrames.Close(reason.SocketCode(), Words.Of(reason)));
        }
    }

    /// <summary>Its loop notices, and closes it.</summary>
    public override void Abort()
    {
        lock (sending)
            if (descriptor >= 0) Linux.Shut(descriptor);
    }

    /// <summary>The loop's thread only: it is over.</summary>
    public void Close()
    {
        lock (sending)
        {
            if (descriptor < 0) return;
            loop.Drop(this, descriptor);
            Linux.Close(descriptor);
            descriptor = -1;
            unsent?.Fail();
        }
        GiveBack();
    }

    private ValueTask Send(ReadOnlySpan<byte> bytes)
    {
        if (descriptor < 0 || unsent is not null) throw new IOException("the connection is lost");
        var sent = Linux.Send(descriptor, bytes);
        if (sent == bytes.Length) return ValueTask.CompletedTask;
        if (sent < 0 && Linux.LastError != Linux.WouldBlock) throw new IOException("the connection is lost");
        unsent = new(bytes[Math.Max(0, sent)..].ToArray());
        return new(unsent.Task);
    }

    /// <summary>An answer to the other side's ping or close; left out where it does not read, or was told to go.</summary>
    private void Answer(byte opcode, ReadOnlySpan<byte> payload)
    {
        var answer = OutgoingFrames.Control(opcode, payload);
        lock (sending)
        {
            if (descriptor < 0 || unsent is not null || hasSaidClose) return;
            var sent = Linux.Send(descriptor, answer);
            // What is sent next must not begin inside it
            if (sent >= 0 && sent < answer.Length) Linux.Shut(descriptor);
        }
    }

    private void SendRest()
    {
        lock (sending)
            if (unsent?.Send(descriptor) == true) unsent = null;
    }
}
