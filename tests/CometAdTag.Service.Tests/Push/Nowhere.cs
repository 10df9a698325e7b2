using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>A WebSocket whose other side takes all at once.</summary>
internal sealed class Nowhere : PageTransport
{
    public override string Name => "socket";

    public override bool OpensAnew => false;

    public override ValueTask Write(Frame[] frames, CancellationToken cancel) => ValueTask.CompletedTask;

    public override ValueTask End(CloseReason reason, CancellationToken cancel) => ValueTask.CompletedTask;

    public override void Abort()
    {
    }
}
