using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Sockets;

/// <summary>What it hears; used on the loop's thread only.</summary>
internal sealed partial class PageSocket
{
    private const long ShowsWithin = 5_000, HelloWithin = 10_000, EndsWithin = 5_000;

    /// <summary>One that never stops talking keeps nobody else waiting for longer.</summary>
    private const int ReadsAtOnce = 4;

    private long since = loop.Loops.Pages.Clock.Monotonic;
    private Stage stage;
    private PageOrigin? origin;
    private Page? page;
    private IncomingFrames incoming;
    private RentedBytes kept;
    private long skipped;

    private enum Stage : byte
    {
        /// <summary>It has not shown whose it is.</summary>
        Unknown,

        /// <summary>A WebSocket without a hello.</summary>
        Greeting,

        Open,

        /// <summary>It was told to go, or said that it goes: nothing is heard any more but its close.</summary>
        Ending,
    }

    /// <summary>How long its next message may be.</summary>
    private int Longest => stage == Stage.Greeting ? WireLimits.Hello : WireLimits.Body;

    /// <summary>Something has come, can be sent, or has ended.</summary>
    public void Turn() => Try(static socket =>
    {
        if (socket.descriptor < 0) return;
        socket.SendRest();
        if (socket.stage == Stage.Unknown) socket.Introduce();
        else socket.Hear();
    });

    /// <summary>Time has passed while something was awaited of it.</summary>
    public void GrowOld() => Try(static socket => socket.LookAtAge());

    private void Try(Action<PageSocket> act)
    {
        try
        {
            act(this);
        }
#pragma warning disable CA1031 // the top of a loop over all connections: one that fails must not stop the others
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (page is { } failed) failed.Fail(failure);
            else Pages.Log.LogError(failure, "A connection failed and is cut off");
            Close();
        }
    }

    private void LookAtAge()
    {
        var (age, isClosed) = (Pages.Clock.Monotonic - since, loop.Loops.Door.Closed.IsCancellationRequested);
        if (stage == Stage.Unknown && (isClosed || age >= ShowsWithin)) Give();
        else if (stage == Stage.Greeting && isClosed) Refuse(PageDoor.Stopping);
        else if (stage == Stage.Greeting && age >= HelloWithin) Refuse(SocketWords.NoHello);
        else if (stage == Stage.Ending && age >= EndsWithin) Lose();
    }

    /// <summary>Whose it is, as soon as it shows that. What asks for anything but a page's WebSocket, or may not have one, is the web server's.</summary>
    private void Introduce()
    {
        var length = Linux.Look(descriptor, loop.Room.AsSpan(0, UpgradeRequest.Longest));
        if (length < 0 && Linux.LastError is Linux.WouldBlock or Linux.Interrupted) return;
        if (length <= 0 || Linux.PeerOf(descriptor) is not { } peer)
        {
            Close();
            return;
        }
        var come = loop.Room.AsSpan(0, length);
        var isWhole = true;
        if (UpgradeRequest.MayBegin(come) && UpgradeRequest.Read(come, peer, out isWhole) is { } request) Upgrade(request);
        else if (isWhole || length == UpgradeRequest.Longest) Give();
    }

    private void Upgrade(UpgradeRequest request)
    {
        if (loop.Loops.Check(request.Context) is not { } from)
        {
            Give();
            return;
        }
        origin = from;
        Linux.Read(descriptor, loop.Room.AsSpan(0, request.Length));
        Linux.Prepare(descriptor, (int)Math.Min(int.MaxValue, 3 * Pages.HeartbeatMs));
        Await(Stage.Greeting);
        Linux.Send(descriptor, request.Accepted);
        Hear();
    }

    private void Give()
    {
        var given = descriptor;
        loop.Unwatch(given);
        loop.Drop(this, given);
        descriptor = -1;
        port.Give(given);
    }

    private void Hear()
    {
        for (var reads = 0; descriptor >= 0; reads++)
        {
            if (reads == ReadsAtOnce)
            {
                loop.Again(this);
                return;
            }
            var into = kept.IsRented ? kept.Room(1).Span : loop.Room;
            var length = Linux.Read(descriptor, into);
            if (length < 0 && Linux.LastError == Linux.WouldBlock) return;
            if (length > 0) HearMore(into[..length]);
            else Lose();
        }
    }

    private void HearMore(Span<byte> come)
    {
        if (kept.IsRented) kept.Grow(come.Length);
        Hear(kept.IsRented ? kept.All.Span : come);
    }

    private void Hear(Span<byte> come)
    {
        var used = (int)Math.Min(skipped, come.Length);
        var ping = default(IncomingFrame);
        skipped -= used;
        while (used < come.Length && descriptor >= 0)
        {
            var taken = incoming.Take(come[used..], Longest, out var frame);
            if (taken == 0) break;
            var end = used + taken;
            (used, skipped) = ((int)Math.Min(come.Length, end), Math.Max(0, end - come.Length));
            if (taken < 0) Lose();
            else if (frame.Opcode == IncomingFrames.Ping) ping = frame;
            else Take(frame);
            if (frame.IsKept) incoming.Release();
            if (descriptor >= 0 && stage == Stage.Open && !page!.Listens) Await(Stage.Ending);
        }
        // Of several pings the last is answered (RFC 6455, section 5.5.3)
        if (ping.Opcode == IncomingFrames.Ping) Answer(IncomingFrames.Pong, ping.Payload);
        // The beginning of a frame that has not come whole
        if (descriptor >= 0) kept.KeepOnly(come[used..]);
    }

    private void Take(IncomingFrame frame)
    {
        switch (frame.Opcode)
        {
            case IncomingFrames.Text: Take(frame.Payload); break;
            case IncomingFrames.Binary: Wrong("a message is not text"); break;
            case IncomingFrames.TooLong: Wrong($"a message is longer than {Longest} bytes"); break;
            case IncomingFrames.Close:
                Answer(IncomingFrames.Close, frame.Payload);
                Lose();
                break;
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        if (stage == Stage.Open) SocketWords.Hear(page!, message);
        else if (stage == Stage.Greeting) Greet(message);
    }

    private void Greet(ReadOnlySpan<byte> message)
    {
        if (SocketWords.HelloOf(message, out var refused) is not { } hello || loop.Loops.Door.Enter(hello, origin!, this, out refused) is not { } entered)
        {
            Refuse(refused!);
            return;
        }
        (page, origin, stage) = (entered, null, Stage.Open);
        loop.Grown(this);
    }

    private void Wrong(string problem)
    {
        if (stage == Stage.Greeting) Refuse(Refused.BadHello(problem));
        else if (stage == Stage.Open) SocketWords.Close(page!, CloseReason.BadFrame, problem);
    }

    private void Refuse(Refused refused)
    {
        Await(Stage.Ending);
        _ = this.Refuse(refused, Pages);
    }

    private void Await(Stage next)
    {
        (stage, since) = (next, Pages.Clock.Monotonic);
        loop.Awaited(this);
    }

    private void Lose()
    {
        page?.Disconnected(this);
        Close();
    }

    private void GiveBack()
    {
        incoming.Release();
        kept.Release();
    }
}
