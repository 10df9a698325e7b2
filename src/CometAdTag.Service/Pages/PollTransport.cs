using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>A held request: the first batch is its answer.</summary>
internal sealed class PollTransport(HttpContext context) : PageTransport
{
    private readonly TaskCompletionSource<Frame[]> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Name => "poll";

    public override bool OneAnswer => true;

    public Task<Frame[]> Answer => answer.Task;

    public override ValueTask Write(Frame[] frames, CancellationToken cancel)
    {
        answer.TrySetResult(frames);
        return ValueTask.CompletedTask;
    }

    public override void Release() => answer.TrySetResult([]);

    public override ValueTask End(CloseReason reason, CancellationToken cancel)
    {
        Release();
        return ValueTask.CompletedTask;
    }

    public override void Abort()
    {
        // Once it is answered, its connection may carry another request
        if (answer.TrySetResult([])) context.Abort();
    }
}
