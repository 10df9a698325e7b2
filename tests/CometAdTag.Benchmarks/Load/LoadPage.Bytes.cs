using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Its bytes: what is read goes into room that all pages share, and only what has not come whole is kept.</summary>
internal sealed partial class LoadPage
{
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
        if (keptLength == 0) Keep(loop.Room.AsSpan(0, length), loop.Wire.Take(this, loop.Room.AsSpan(0, length)));
        else TakeKept(loop.Room.AsSpan(0, length));
    }

    private void TakeKept(ReadOnlySpan<byte> more)
    {
        if (keptLength + more.Length > kept.Length) Array.Resize(ref kept, 2 * (keptLength + more.Length));
        more.CopyTo(kept.AsSpan(keptLength));
        var all = kept.AsSpan(0, keptLength + more.Length);
        Keep(all, loop.Wire.Take(this, all));
    }

    private void Keep(ReadOnlySpan<byte> come, int used)
    {
        if (!IsConnected) return;
        var rest = come[used..];
        if (rest.Length > kept.Length) kept = new byte[2 * rest.Length];
        rest.CopyTo(kept);
        keptLength = rest.Length;
        if (keptLength == 0) kept = [];
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
}
