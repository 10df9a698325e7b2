using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>
/// One open document. Everything about it happens behind its gate, one thread at a time. What is offered there is written when that
/// thread leaves, or when the other side has taken what was written before; nobody waits for it.
/// </summary>
internal sealed partial class Page(string id, PageOrigin origin, OpenPages pages, long now)
{
    /// <summary>Heartbeats after which a write that pends makes the page slow, and without a new hello an absent page is gone.</summary>
    private const int SlowAfter = 3, GoneAfter = 2;
    private const long EndWithin = 5_000;

    /// <summary>With so many frames none waits for more.</summary>
    private const int MostInTime = 16;

    private readonly Outbox outbox = new();
    private FrameBudget budget = new(now);
    private PageTransport? transport;
    private IConversation? conversation;
    private CloseReason? closing;
    private bool held;
    private long wroteAt = now, heldSince, pendsSince = long.MaxValue, absentSince = long.MaxValue, hiddenSince = long.MaxValue, closingSince, wakeAt = long.MaxValue;

    internal Page? WheelNext, WheelPrevious;
    internal long WheelTick;
    internal bool OnWheel;

    /// <summary>Its transport carries one answer: what is offered while it begins is all that this hello gets.</summary>
    public bool AnswersOnce { get; init; }

    public string Id => id;

    public PageOrigin Origin => origin;

    public bool IsGone { get; private set; }

    /// <summary>What it says is heard.</summary>
    public bool Listens => !IsGone && closing is null;

    /// <summary>Whether pushes reach it: not between two polls, nor while it is closed.</summary>
    public bool TakesPushes => Listens && (conversation is null || transport is not null);

    public IConversation? Conversation => conversation;

    /// <summary>It says what it has to say by a new hello, also while it is away between two connections.</summary>
    public bool OpensAnew { get; private set; }

    /// <summary>socket, stream or poll, also while it is away between two connections.</summary>
    public string TransportName { get; private set; } = "";

    /// <summary>Begins: what the conversation offered while it opened is written first.</summary>
    public void Attach(PageTransport to, IConversation with)
    {
        (transport, conversation, TransportName, OpensAnew) = (to, with, to.Name, to.OpensAnew);
        if (to.OneAnswer) heldSince = pages.Clock.Monotonic;
    }

    /// <summary>Offers a frame; the slot is named where a newer frame takes the place of an older one. False where it was not taken.</summary>
    public bool Offer(Frame frame, string? slot = null) => Offer(frame, slot, Outbox.AtOnce);

    /// <summary>
    /// Offers a frame that may wait for others, since a write costs more than what is in it. A page that opens anew to speak says again
    /// what it hears nothing of, so there nothing waits.
    /// </summary>
    public bool OfferInTime(Frame frame)
    {
        var mayWait = transport is { OpensAnew: false } && pages.AckWithinMs > 0 && outbox.Count < MostInTime;
        return Offer(frame, slot: null, mayWait ? pages.Clock.Monotonic + pages.AckWithinMs : Outbox.AtOnce);
    }

    private bool Offer(Frame frame, string? slot, long by)
    {
        if (IsGone || closing is not null) return false;
        if (!outbox.Add(slot, frame, by))
        {
            Close(CloseReason.Slow, $"{Outbox.Capacity} frames wait unread");
            return false;
        }
        return true;
    }

    public void SayReady(IReadOnlyList<ReadySlot> slots) => Offer(ServiceFrames.Ready(id, TimeSpan.FromMilliseconds(pages.HeartbeatMs), slots));

    /// <summary>Takes back what waits for a slot that is gone.</summary>
    public void Forget(string slot) => outbox.Forget(slot);

    /// <summary>Has the conversation woken at this time (monotonic ms), in place of what was asked before.</summary>
    public void WakeAt(long at) => wakeAt = at;

    /// <summary>Until <see cref="Release"/> nothing is written: the one answer of a poll waits for what is under way.</summary>
    public void Hold() => held = true;

    public void Release() => held = false;

    public void SetVisible(bool visible, long at) => hiddenSince = visible ? long.MaxValue : Math.Min(hiddenSince, at);

    /// <summary>Takes a frame of the page; false where it sends more than its share.</summary>
    public bool Receive(PageFrame frame)
    {
        using (EnterGate())
        {
            if (IsGone || closing is not null) return true;
            if (!budget.Spend(pages.Clock.Monotonic)) return false;
            if (frame is ByeFrame) Leave();
            else conversation?.Receive(frame);
            return true;
        }
    }

    /// <summary>Ends it in order: what waits and then the close frame are written, then the connection is closed.</summary>
    public void Close(CloseReason reason, string detail)
    {
        if (IsGone || closing is not null) return;
        (closing, closingSince) = (reason, pages.Clock.Monotonic);
        pages.Instruments.CloseSent(Words.Of(reason));
        if (transport is null)
        {
            Leave();
            return;
        }
        outbox.Add(slot: null, ServiceFrames.Close(reason, pages.RetryAfter(reason), detail));
        Release();
    }

    /// <summary>The connection is over. A page that opens anew to speak is kept for a while; any other is gone.</summary>
    public void Disconnected(PageTransport from)
    {
        using (EnterGate())
        {
            if (IsGone || transport != from) return;
            if (closing is not null || !from.OpensAnew) Leave();
            else BeAbsent();
        }
    }

    /// <summary>Gone for good: the conversation is told once.</summary>
    public void Leave()
    {
        if (IsGone) return;
        GiveUp();
        conversation?.Lost();
    }

    /// <summary>Ends it at once, without a word.</summary>
    public void Cut()
    {
        transport?.Abort();
        Leave();
    }

    /// <summary>Something nobody thought of went wrong with this page: it is cut off alone, and comes back with what it shows.</summary>
    public void Fail(Exception failure)
    {
        pages.Log.LogError(failure, "A page failed and is cut off");
        try
        {
            using (EnterGate()) Cut();
        }
#pragma warning disable CA1031 // it is called at the top of threads that serve all pages
        catch (Exception again)
#pragma warning restore CA1031
        {
            pages.Log.LogError(again, "A page failed once more while it was cut off");
        }
    }

    /// <summary>The same page has a newer connection: this one is told so and ends; what was said with it is handed over, and <see cref="IConversation.Lost"/> where nobody goes on with it.</summary>
    public IConversation? Replace()
    {
        using (EnterGate())
        {
            if (IsGone) return null;
            var (old, busy) = (transport, IsWriting);
            GiveUp();
            pages.Instruments.CloseSent(Words.Of(CloseReason.Replaced));
            if (busy || old is null) old?.Abort();
            else _ = EndReplaced(old, pages.Clock.Time);
            return conversation;
        }
    }

    private void GiveUp()
    {
        IsGone = true;
        pages.Remove(this);
        conversation?.Gone();
    }

    public void Wake(long at)
    {
        using (EnterGate())
        {
            if (IsGone) return;
            if (closing is not null) EndOverdue(at);
            else Beat(at);
        }
    }

    private void Beat(long at)
    {
        var heartbeat = pages.HeartbeatMs;
        if (transport is null && at >= absentSince + (GoneAfter * heartbeat)) Leave();
        else if (IsWriting && at >= pendsSince + (SlowAfter * heartbeat)) Abort(CloseReason.Slow);
        else if (hiddenSince != long.MaxValue && at >= hiddenSince + pages.HiddenMs) Close(CloseReason.Idle, "hidden for too long");
        else Speak(at, heartbeat);
    }

    private void Speak(long at, long heartbeat)
    {
        if (at >= outbox.Due) outbox.Hurry();
        if (transport is { OneAnswer: true } && !IsWriting && at >= heldSince + OpenPages.PollHold) Answer();
        else if (transport is { OneAnswer: false } && !IsWriting && at >= wroteAt + heartbeat) Offer(ServiceFrames.Ping);
        if (at < wakeAt) return;
        wakeAt = long.MaxValue;
        conversation?.Wake(at);
    }

    /// <summary>A held poll that nothing came for is answered with nothing.</summary>
    private void Answer()
    {
        transport!.Release();
        BeAbsent();
    }

    private void BeAbsent()
    {
        transport = null;
        absentSince = pages.Clock.Monotonic;
    }

    private void EndOverdue(long at)
    {
        if (at >= closingSince + EndWithin) Cut();
    }

    private void Abort(CloseReason reason)
    {
        pages.Instruments.CloseSent(Words.Of(reason));
        Cut();
    }

    private long NextBeat()
    {
        if (closing is not null) return closingSince + EndWithin;
        var heartbeat = pages.HeartbeatMs;
        var hidden = hiddenSince == long.MaxValue ? long.MaxValue : hiddenSince + pages.HiddenMs;
        if (transport is null) return absentSince + (GoneAfter * heartbeat);
        if (IsWriting) return pendsSince + (SlowAfter * heartbeat);
        var due = outbox.Due == Outbox.AtOnce ? long.MaxValue : outbox.Due;
        return Math.Min(Math.Min(hidden, due), transport.OneAnswer ? heldSince + OpenPages.PollHold : wroteAt + heartbeat);
    }

    /// <summary>Says goodbye to an older connection; it is over in time, whatever its other side does.</summary>
    private static async Task EndReplaced(PageTransport old, TimeProvider time)
    {
        _ = old.SayGoodbye(CloseReason.Replaced, TimeSpan.Zero, "");
        await Task.Delay(TimeSpan.FromMilliseconds(EndWithin), time, CancellationToken.None);
        old.Abort();
    }
}
