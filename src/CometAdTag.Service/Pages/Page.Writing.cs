using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Its one writer, which sends what the outbox holds and ends when it is empty.</summary>
internal sealed partial class Page
{
    private void StartWriting()
    {
        if (writing || held || transport is null || outbox.IsEmpty) return;
        writing = true;
        ThreadPool.UnsafeQueueUserWorkItem(static page => _ = page.WriteAll(), this, preferLocal: false);
    }

    private async Task WriteAll()
    {
        while (Next() is var (to, frames, end) && to is not null)
        {
            try
            {
                var write = to.Write(frames, CancellationToken.None);
                if (!write.IsCompleted) Pend();
                await write;
                if (end is { } reason) await to.End(reason, CancellationToken.None);
            }
            catch (Exception lost) when (PageTransport.IsLost(lost))
            {
                to.Abort();
                Disconnected(to);
                return;
            }
#pragma warning disable CA1031 // the top of a background loop: nobody awaits the writer
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Fail(failure);
                return;
            }
        }
    }

    /// <summary>The other side does not take all of it now.</summary>
    private void Pend()
    {
        lock (Gate)
        {
            pendsSince = pages.Clock.Monotonic;
            if (!IsGone) SetWheel();
        }
    }

    private (PageTransport? To, Frame[] Frames, CloseReason? End) Next()
    {
        lock (Gate)
        {
            (wroteAt, pendsSince) = (pages.Clock.Monotonic, long.MaxValue);
            if (outbox.IsEmpty || transport is null || IsGone)
            {
                writing = false;
                if (!IsGone && conversation is not null) SetWheel();
                return default;
            }
            var (to, frames) = (transport, outbox.Take());
            if (to.OneAnswer && closing is null) BeAbsent();
            return (to, frames, closing);
        }
    }
}
