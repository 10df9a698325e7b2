using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Its one writer, which sends what the outbox holds and ends when it is empty.</summary>
internal sealed partial class Page
{
    private void StartWriting()
    {
        if (writing || held || transport is null || outbox.IsEmpty) return;
        writing = true;
        writeSince = pages.Clock.Monotonic;
        ThreadPool.UnsafeQueueUserWorkItem(static page => _ = page.WriteAll(), this, preferLocal: false);
    }

    private async Task WriteAll()
    {
        while (Next() is var (to, frames, end) && to is not null)
        {
            try
            {
                await to.Write(frames, CancellationToken.None);
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

    private (PageTransport? To, Frame[] Frames, CloseReason? End) Next()
    {
        lock (Gate)
        {
            wroteAt = pages.Clock.Monotonic;
            if (outbox.IsEmpty || transport is null || IsGone)
            {
                writing = false;
                if (!IsGone && conversation is not null) SetWheel();
                return default;
            }
            writeSince = wroteAt;
            var (to, frames) = (transport, outbox.Take());
            if (to.OneAnswer && closing is null) BeAbsent();
            return (to, frames, closing);
        }
    }
}
