using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Its bytes: what is read goes into room that all pages share, and only what has not come whole is kept.</summary>
internal sealed partial class LoadPage
{
    private int descriptor = -1;
    private byte[] kept = [], unsent = [];
    private int keptLength;

    public bool IsConnected => descriptor >= 0;

    /// <summary>The head of the answer has come on this connection.</summary>
    public bool IsAnswered { get; set; }

    public HttpBody Body;

    private bool Hold()
    {
        descriptor = ClientCalls.Connect(server.Address, server.SourceOf(number));
        return IsConnected && loop.Hold(this, descriptor);
    }

    private void Read()
    {
        if (unsent.Length > 0) SendRest();
        var length = Linux.Read(descriptor, loop.Room);
        if (length < 0 && Linux.LastError is Linux.WouldBlock or Linux.Interrupted) return;
        if (length <= 0)
        {
            Lose("cut");
            return;
        }
        heardAt = Now;
        var come = wire.Decode(this, loop.Room.AsSpan(0, length));
        Keep(wire.Take(this, keptLength == 0 ? come : Join(come)));
    }

    private Span<byte> Join(ReadOnlySpan<byte> more)
    {
        if (keptLength + more.Length > kept.Length) Array.Resize(ref kept, 2 * (keptLength + more.Length));
        more.CopyTo(kept.AsSpan(keptLength));
        return kept.AsSpan(0, keptLength + more.Length);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (!IsConnected) return;
        var room = rest.IsEmpty ? [] : rest.Length <= kept.Length ? kept : new byte[2 * rest.Length];
        rest.CopyTo(room);
        (kept, keptLength) = (room, rest.Length);
    }

    /// <summary>All that it said in this turn goes in one write.</summary>
    private void Flush()
    {
        var said = loop.Out.Written;
        if (said.IsEmpty || !IsConnected) return;
        if (unsent.Length > 0)
        {
            unsent = [.. unsent, .. said];
            return;
        }
        var sent = Linux.Send(descriptor, said);
        if (sent == said.Length) return;
        if (sent < 0 && Linux.LastError != Linux.WouldBlock)
        {
            Lose("cut");
            return;
        }
        unsent = said[Math.Max(0, sent)..].ToArray();
        loop.ReadsAndWrites(descriptor);
    }

    private void SendRest()
    {
        var sent = Linux.Send(descriptor, unsent);
        if (sent < 0) return;
        unsent = unsent[sent..];
        if (unsent.Length == 0) loop.Reads(descriptor);
    }

    /// <summary>Its connection is over, and what the service's clocks do without it is not known.</summary>
    private void Disconnect()
    {
        (phase, comeAt, isAnew, reopenAt) = (Phase.Waiting, Moment.Never, false, Moment.Never);
        foreach (var slot in slots) slot.LoseClock();
        CloseConnection();
    }

    private void CloseConnection()
    {
        if (!IsConnected) return;
        Linux.Close(LetGo());
    }

    /// <summary>Gives its connection's descriptor, which is nobody's from now on.</summary>
    private int LetGo()
    {
        var old = descriptor;
        loop.Drop(old);
        loop.Out.Begin();
        (descriptor, kept, keptLength, unsent) = (-1, [], 0, []);
        return old;
    }
}
