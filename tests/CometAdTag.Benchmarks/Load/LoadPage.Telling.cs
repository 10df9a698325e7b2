using System.Buffers.Text;
using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What it says: its hello, and the receipts of what it shows.</summary>
internal sealed partial class LoadPage
{
    private readonly List<SentReceipt> waiting = [];
    private long numbers, saidHelloAt;

    /// <summary>Receipts that are not settled.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Says the hello on a connection that is ready for it.</summary>
    public void Greet()
    {
        IsUpgraded = true;
        saidHelloAt = Now;
        loop.Wire.Hello(this, Hello(), loop.Out);
    }

    public void Answer(byte opcode, ReadOnlySpan<byte> payload) => loop.Out.AddControl(opcode, payload);

    private ReadOnlySpan<byte> Hello()
    {
        var text = loop.Text.Begin().Add("""{"type":"hello","v":1,"""u8);
        if (id.Length > 0) text.Add("\"page\":\""u8).Add(id).Add("\","u8);
        text.Add(loop.Hello.Head).Add(isVisible ? "true"u8 : "false"u8).Add(",\"slots\":["u8);
        for (var place = 0; place < slots.Length; place++) text.Add(loop.Hello.Slot(place)).Add(","u8);
        text.EndList().Add(",\"resume\":["u8);
        for (var place = 0; place < slots.Length; place++) AddResume(text, place);
        text.EndList().Add(",\"receipts\":["u8);
        foreach (var receipt in waiting) receipt.Write(text.Add("{"u8)).Add(","u8);
        return text.EndList().Add("}"u8).Written;
    }

    private void AddResume(Outgoing text, int place)
    {
        var slot = slots[place];
        if (slot.Token is null) return;
        text.Add("{\"slot\":\""u8).Add([(byte)('a' + place)]).Add("\",\"token\":\""u8).Add(slot.Token).Add("\",\"rendered\":true,\"viewable\":"u8)
            .Add(slot.IsViewable ? "true"u8 : "false"u8).Add(",\"shown\":"u8).Add(slot.Shown(Now)).Add("},"u8);
    }

    /// <summary>A creative that begins to render at once takes the place of the one before.</summary>
    private void Show(PageSlot slot, ReadOnlySpan<byte> frame)
    {
        var token = FrameText.Text(frame, "\"token\":\""u8).ToArray();
        Tell(token, "rendered"u8, 0, default);
        EndShown(slot, "replaced"u8);
        slot.Show(token, isVisible, Now);
        var index = FrameText.Number(frame, "\"index\":"u8);
        slot.IsLast = (slot.MaxRefreshes > 0 && index >= slot.MaxRefreshes) || frame[..frame.IndexOf("\"html\":"u8)].IndexOf("\"stays\":true"u8) > 0;
    }

    private void EndShown(PageSlot slot, ReadOnlySpan<byte> reason)
    {
        if (slot.Token is { } token) Tell(token, "ended"u8, slot.Shown(Now), reason);
    }

    private void Tell(byte[] token, ReadOnlySpan<byte> stage, long shown, ReadOnlySpan<byte> reason)
    {
        var receipt = new SentReceipt(++numbers, Now, token, Encoding.ASCII.GetString(stage), shown, Encoding.ASCII.GetString(reason));
        waiting.Add(receipt);
        loop.Tally.Sent++;
        Say(receipt.Write(loop.Text.Begin().Add("""{"type":"receipt","""u8)).Written);
    }

    private void Say(ReadOnlySpan<byte> frame)
    {
        if (IsOpen && loop.Wire.CanSay) loop.Wire.Say(frame, loop.Out);
    }

    private void HearAck(ReadOnlySpan<byte> frame)
    {
        var acked = FrameText.List(frame, "\"acked\":["u8);
        while (Utf8Parser.TryParse(acked, out long n, out var length))
        {
            Settle(n);
            acked = acked[Math.Min(acked.Length, length + 1)..];
        }
        var refused = FrameText.List(frame, "\"refused\":["u8);
        while (refused.IndexOf("\"n\":"u8) is >= 0 and var from)
        {
            refused = refused[from..];
            var reason = FrameText.Text(refused, "\"reason\":\""u8);
            if (Forget(FrameText.Number(refused, "\"n\":"u8)) is not null) loop.Tally.Count(Report.ReceiptRefused, FrameText.Word(reason, "?"));
            refused = refused[4..];
        }
    }

    private void Settle(long n)
    {
        if (Forget(n) is not { } receipt) return;
        loop.Tally.Acknowledged++;
        loop.Tally.Ack.Add(Now - receipt.SentAt);
    }

    private SentReceipt? Forget(long n)
    {
        for (var at = 0; at < waiting.Count; at++)
        {
            if (waiting[at].N != n) continue;
            var receipt = waiting[at];
            waiting.RemoveAt(at);
            return receipt;
        }
        return null;
    }
}
