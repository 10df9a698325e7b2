using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.AdServer;

namespace CometAdTag.Service.Push;

/// <summary>How the ad server is asked where it decides each fill: once for all slots that are due together, outside the page's gate.</summary>
internal sealed partial class Conversation
{
    /// <summary>The first poll is answered within 3 s, with what is there by then, in ms.</summary>
    private const long AnswerWithin = 2_900;

    private void AskAdServer(List<DueSlot> due, long now)
    {
        if (page is { AnswersOnce: true, Conversation: null })
        {
            page.Hold();
            delegated!.HeldUntil = now + AnswerWithin;
        }
        _ = Await(due, delegated!.Request([.. due.Select(each => each.Slot)], Url, Variables), UrlHash);
    }

    private async Task Await(List<DueSlot> due, FillRequest request, uint url)
    {
        // What the call does before it waits for the network is not done under the gate either
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var answer = await delegated!.Rotator.AskAsync(request);
            using (page.EnterGate()) Take(due, answer, url);
        }
#pragma warning disable CA1031 // nobody awaits it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            page.Fail(failure);
        }
    }

    /// <summary>
    /// An answer is dropped where the page is gone or away, or shows another url by now, and that of a slot that left: the ad server
    /// has not counted it, since its beacon never runs. What is due still is asked for again.
    /// </summary>
    private void Take(List<DueSlot> due, DelegatedFills answer, uint url)
    {
        var now = rotator.Clock.Monotonic;
        foreach (var (slot, _) in due) slot.State.Awaits = false;
        if (page.TakesPushes && url == UrlHash)
        {
            Viewer!.Identify(answer.ViewerId);
            for (var at = 0; at < due.Count; at++)
                if (slots.Contains(due[at].Slot)) Take(due[at].Slot, due[at].Trigger, answer, at, now);
        }
        Release();
        Advance(now);
    }

    private void Take(Slot slot, Trigger trigger, DelegatedFills answer, int at, long now)
    {
        if (answer.Outcome != AdServerOutcome.Ok)
        {
            delegated!.Rotator.DoWithout(this, slot);
        }
        else
        {
            BeginRotation(slot, trigger, now);
            delegated!.Rotator.Push(this, slot, trigger, answer.Fills[at]);
        }
        slot.State.RunClock(visible, now);
    }

    /// <summary>What a poll is told need not wait any longer.</summary>
    private void Release()
    {
        if (delegated is null) return;
        delegated.HeldUntil = long.MaxValue;
        page.Release();
    }

    /// <summary>When a poll is answered whatever is under way.</summary>
    private long ReleaseAt(long now)
    {
        if (delegated!.HeldUntil <= now) Release();
        return delegated.HeldUntil;
    }
}
