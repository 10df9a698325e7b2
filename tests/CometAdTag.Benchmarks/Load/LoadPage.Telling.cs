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
        if (isReporting)
        {
            wire.Hello(this, Beacon(), loop.Out);
            return;
        }
        if (id.Length == 0 && !isOfStorm) saidHelloAt = Now;
        wire.Hello(this, Hello(), loop.Out);
        // What the hello resumes as viewable, the service hears now
        foreach (var slot in slots) slot.BeginClock(Now);
    }

    public void Answer(byte opcode, ReadOnlySpan<byte> payload) => loop.Out.AddControl(opcode, payload);

    private ReadOnlySpan<byte> Hello()
    {
        var text = loop.Text.Begin().Add("""{"type":"hello","v":1,"""u8);
        if (id.Length > 0) text.Add("\"page\":\""u8).Add(id).Add("\","u8);
        text.Add(loop.Hello.Head).Add(Word(isVisible)).Add(",\"slots\":["u8);
        for (var place = 0; place < slots.Length; place++) text.Add(loop.Hello.Slot(place)).Add(","u8);
        text.EndList().Add(",\"resume\":["u8);
        for (var place = 0; place < slots.Length; place++) AddResume(text, place);
        text.EndList().Add(",\"receipts\":["u8);
        return AddWaiting(text).Written;
    }

    private ReadOnlySpan<byte> Beacon() => AddWaiting(loop.Text.Begin().Add("{\"receipts\":["u8)).Written;

    private Outgoing AddWaiting(Outgoing text)
    {
        foreach (var receipt in waiting) receipt.Write(text.Add("{"u8)).Add(","u8);
        return text.EndList().Add("}"u8);
    }

    private void AddResume(Outgoing text, int place)
    {
        var slot = slots[place];
        var (token, isShown) = (slot.KeptToken ?? slot.Token, slot.KeptToken is null);
        if (token is null) return;
        text.Add("{\"slot\":\""u8).Add([(byte)('a' + place)]).Add("\",\"token\":\""u8).Add(token).Add("\",\"rendered\":"u8).Add(Word(isShown))
            .Add(",\"viewable\":"u8).Add(Word(isShown && slot.IsViewable)).Add(",\"shown\":"u8).Add(isShown ? slot.Shown(Now) : 0).Add("},"u8);
    }

    private static ReadOnlySpan<byte> Word(bool isTrue) => isTrue ? "true"u8 : "false"u8;

    /// <summary>Shows what came, or keeps it until the page is seen.</summary>
    private void Take(PageSlot slot, ReadOnlySpan<byte> ad)
    {
        var token = FrameText.Text(ad, "\"token\":\""u8).ToArray();
        slot.LoseClock();
        if (isVisible) Show(slot, token);
        else slot.KeptToken = token;
        slot.IsLast = (slot.MaxRefreshes > 0 && FrameText.Number(ad, "\"index\":"u8) >= slot.MaxRefreshes) || Says(ad, "\"stays\":true"u8);
    }

    /// <summary>A creative that begins to render at once takes the place of the one before.</summary>
    private void Show(PageSlot slot, byte[] token)
    {
        Tell(token, "rendered"u8, 0, default);
        EndShown(slot, "replaced"u8);
        slot.Show(token, isVisible, Now);
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
        if (!IsHeld) return;
        if (wire.CanSay) wire.Say(frame, loop.Out);
        else OpenAnewSoon();
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
