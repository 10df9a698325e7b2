using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>The visits of the profile `lives`: one follows the other in the same place.</summary>
internal sealed partial class LoadPage
{
    private const long HiddenGrace = 60 * Moment.Second;
    private static readonly Wire LastReceipts = new BeaconWire();

    private PageLife? life;
    private int abandoned = -1;
    private bool isReporting;

    private long NextOfVisit => life is null || loop.IsQuiet ? Moment.Never : life.Next;

    /// <summary>What it reported behind its connection is settled, or stays with it until it is back.</summary>
    public void EndReport()
    {
        Disconnect();
        (isReporting, wire) = (false, loop.Wire);
        if (life is null) EndVisit();
        else if (isVisible) ComeAt(Math.Max(Now, notBefore));
    }

    /// <summary>The next one begins.</summary>
    private void EndVisit()
    {
        loop.Tally.Count(Report.Unsettled, waiting.Count);
        Disconnect();
        Forsake();
        EndUnderWay();
        waiting.Clear();
        (hasBeenOpen, isVisible, id, attempt, slots) = (false, true, [], 0, loop.NewSlots());
        ComeAt(Now);
    }

    private void BeginVisit()
    {
        life = new(loop.Chance, Now);
        loop.Tally.Count(Report.Visits);
    }

    /// <summary>Says goodbye, and reports what it showed last in a request that outlives the document.</summary>
    private void GoForGood()
    {
        SayGoodbye();
        Disconnect();
        foreach (var slot in slots) EndShown(slot, "unload"u8);
        life = null;
        if (waiting.Count > 0) ReportBehind();
        else EndVisit();
    }

    private void ReportBehind()
    {
        (isReporting, wire) = (true, LastReceipts);
        Connect();
    }

    private void LiveOn(PageLife with)
    {
        if (Now >= with.EndsAt) GoForGood();
        else if (Now >= with.LosesAt) LoseNetwork(with.Lose(Now));
        else if (Now >= with.TurnsAt) Turn(with, !isVisible);
        else if (Now >= with.GraceEndsAt) LeaveHidden();
    }

    /// <summary>The viewer covers it by another tab, or comes back to it.</summary>
    private void Turn(PageLife with, bool visible)
    {
        isVisible = visible;
        with.Turn(visible, HiddenGrace, Now);
        foreach (var slot in slots) slot.See(visible, Now);
        if (!visible)
        {
            loop.Tally.Count(Report.Hidden);
            if (!wire.CanSay) LeaveHidden();
            else Say("""{"type":"view","visible":false,"slots":{}}"""u8);
            return;
        }
        if (IsHeld) Say("""{"type":"view","visible":true,"slots":{}}"""u8);
        else if (phase == Phase.Waiting) ComeAt(Math.Max(Now, notBefore));
        foreach (var slot in slots)
            if (slot.KeptToken is { } token) Show(slot, token);
    }

    /// <summary>Nobody has looked for a while: it closes its connection, and comes back when it is seen.</summary>
    private void LeaveHidden()
    {
        life!.EndGrace();
        if (!IsHeld) return;
        SayGoodbye();
        if (waiting.Count > 0) ReportBehind();
    }

    /// <summary>Nothing arrives any more, on either side, and nobody says so: the service has to find out.</summary>
    private void LoseNetwork(long away)
    {
        if (!IsHeld) return;
        loop.Tally.Count(Report.Offline);
        Forsake();
        loop.Unwatch(descriptor);
        abandoned = LetGo();
        Disconnect();
        ComeAt(isVisible ? Now + away + (long)(loop.Chance.Draw() * Moment.Second) : Moment.Never);
    }

    private void Forsake()
    {
        if (abandoned >= 0) Linux.Close(abandoned);
        abandoned = -1;
    }
}
