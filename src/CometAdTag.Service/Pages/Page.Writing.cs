using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Its gate, and what is written at it.</summary>
internal sealed partial class Page
{
    private readonly Lock gate = new();

    /// <summary>The other side has yet to take what was written.</summary>
    private bool IsWriting => pendsSince != long.MaxValue;

    /// <summary>Lets one thread in, until what it gets is disposed of.</summary>
    public PageGate EnterGate()
    {
        gate.Enter();
        return new(this);
    }

    public void LeaveGate()
    {
        try
        {
            // Before the page can know of anything: what it does then finds the clock set. A write only moves its next beat back
            if (!IsGone && conversation is not null) pages.Wheel.Set(this, closing is null ? Math.Min(wakeAt, NextBeat()) : NextBeat());
            while (outbox.Due == Outbox.AtOnce && !IsWriting && !held && !IsGone && transport is { } to) Write(to);
        }
        finally
        {
            gate.Exit();
        }
    }

    private void Write(PageTransport to)
    {
        var (frames, now) = (outbox.Take(), pages.Clock.Monotonic);
        if (to.OneAnswer && closing is null) BeAbsent();
        wroteAt = now;
        var written = Write(to, frames, closing);
        if (written.IsCompleted) return;
        pendsSince = now;
        _ = EndWriting(written.AsTask());
    }

    private async ValueTask Write(PageTransport to, Frame[] frames, CloseReason? end)
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
        }
#pragma warning disable CA1031 // nobody awaits what is written
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
        }
    }

    /// <summary>The other side did not take all of it at once.</summary>
    private async Task EndWriting(Task written)
    {
        await written;
        using (EnterGate()) (wroteAt, pendsSince) = (pages.Clock.Monotonic, long.MaxValue);
    }
}
