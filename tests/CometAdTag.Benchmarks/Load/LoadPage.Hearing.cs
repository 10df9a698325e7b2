using System.Buffers.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What it hears.</summary>
internal sealed partial class LoadPage
{
    /// <summary>Where the type of a frame begins: {"type":"</summary>
    private const int Type = 9;

    private PageSlot[] slots = loop.NewSlots();
    private byte[] id = [];
    private bool hasBeenOpen;

    public ReadOnlySpan<PageSlot> Slots => slots;

    public void Hear(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= Type + 2) return;
        switch (frame[Type])
        {
            case (byte)'a' when frame[Type + 1] == 'd': HearAd(frame); break;
            case (byte)'a': HearAck(frame); break;
            case (byte)'r' when frame[Type + 2] == 'a': HearReady(frame); break;
            case (byte)'e': HearEmpty(frame); break;
            case (byte)'w': HearWithdraw(frame); break;
            case (byte)'c': HearClose(frame); break;
        }
    }

    private void HearReady(ReadOnlySpan<byte> frame)
    {
        if (id.Length == 0) id = FrameText.Text(frame, "\"page\":\""u8).ToArray();
        Open();
        heartbeat = FrameText.Number(frame, "\"heartbeat\":"u8) * Moment.Millisecond;
        while (frame.IndexOf("{\"slot\":\""u8) is >= 0 and var from)
        {
            frame = frame[from..];
            var next = frame[1..].IndexOf("{\"slot\":\""u8);
            SetPolicy(next < 0 ? frame : frame[..(next + 1)]);
            frame = frame[1..];
        }
    }

    private void SetPolicy(ReadOnlySpan<byte> ready)
    {
        if (SlotOf(ready) is not { } slot) return;
        var isTimed = ready.IndexOf("\"triggers\":["u8) < 0 || FrameText.List(ready, "\"triggers\":["u8).IndexOf("\"time\""u8) >= 0;
        slot.Interval = isTimed ? FrameText.Number(ready, "\"interval\":"u8) * Moment.Millisecond : 0;
        slot.MaxRefreshes = FrameText.Number(ready, "\"maxRefreshes\":"u8);
    }

    private void HearAd(ReadOnlySpan<byte> frame)
    {
        if (SlotOf(frame) is not { } slot) return;
        // One that it has is sent again where the service does not know that it came
        if (!Utf8Parser.TryParse(FrameText.Text(frame, "\"id\":\""u8), out Guid impression, out _) || impression == slot.Id) return;
        var trigger = FrameText.Text(frame, "\"trigger\":\""u8);
        if (!trigger.SequenceEqual("time"u8)) HearUntimed(frame, trigger);
        else CountLateness(slot);
        loop.Tally.Pushes++;
        (slot.Id, slot.Creative) = (impression, loop.Names.NumberOf(FrameText.Text(frame, "\"creative\":\""u8)));
        if (loop.Answers) Take(slot, frame);
    }

    private void HearUntimed(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> trigger)
    {
        if (saidHelloAt > 0 && trigger.SequenceEqual("initial"u8))
        {
            loop.Tally.FirstAd.Add(Now - saidHelloAt);
            saidHelloAt = 0;
        }
        else if (trigger.SequenceEqual("event"u8))
        {
            if (Says(frame, "\"withdrawal\":true"u8)) loop.Tally.Replaced.Add(Now - loop.WithdrawnAt);
            else loop.Tally.Event.Add(Now - loop.EventAt);
        }
    }

    private void HearEmpty(ReadOnlySpan<byte> frame)
    {
        loop.Tally.Count(Report.Empty, FrameText.Word(FrameText.Text(frame, "\"reason\":\""u8), "?"));
        SlotOf(frame)?.LoseClock();
    }

    /// <summary>The service names creatives in it, also where a campaign was withdrawn.</summary>
    private void HearWithdraw(ReadOnlySpan<byte> frame)
    {
        var creatives = FrameText.List(frame, "\"creatives\":["u8);
        foreach (var slot in slots)
        {
            if (slot.Creative < 0 || creatives.IndexOf(loop.Names.Quoted(slot.Creative)) < 0) continue;
            loop.Tally.Withdrawn.Add(Now - loop.WithdrawnAt);
            slot.Creative = -1;
            if (loop.Answers) EndShown(slot, "withdrawn"u8);
            slot.Clear();
        }
    }

    private void HearClose(ReadOnlySpan<byte> frame) => Refuse(
        FrameText.Word(FrameText.Text(frame, "\"reason\":\""u8), "?"),
        FrameText.Number(frame, "\"retryAfter\":"u8) * Moment.Millisecond,
        isFinal: frame.IndexOf("\"final\":true"u8) > 0);

    /// <summary>Whether that stands in an ad before its HTML, which may say anything.</summary>
    private static bool Says(ReadOnlySpan<byte> ad, ReadOnlySpan<byte> what) => ad[..ad.IndexOf("\"html\":"u8)].IndexOf(what) > 0;

    /// <summary>Slots are named a, b, c.</summary>
    private PageSlot? SlotOf(ReadOnlySpan<byte> frame)
    {
        var name = FrameText.Text(frame, "\"slot\":\""u8);
        return name.Length == 1 && name[0] - 'a' is >= 0 and var place && place < slots.Length ? slots[place] : null;
    }
}
