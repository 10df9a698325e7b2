using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Refresh;

/// <summary>A slot on an open page, driven as the service drives it: rotated when it is due, and its clock kept after everything that happens.</summary>
internal sealed class SlotOnPage
{
    public SlotState State = new() { InView = true };

    public RefreshPolicy Policy { get; set; } = RefreshPolicy.Default;

    public bool Visible { get; private set; } = true;

    public bool NextFilled { get; set; } = true;

    public bool NextStays { get; set; }

    public long Now { get; private set; }

    public List<(long At, Trigger Trigger)> Pushes { get; } = [];

    /// <summary>Told of every push before it happens.</summary>
    public Action<Turn> BeforePush { get; set; } = _ => { };

    /// <summary>A slot whose first creative was pushed and rendered at 0 and has been viewable since 1 s.</summary>
    public static SlotOnPage Viewable(RefreshPolicy? policy = null)
    {
        var slot = new SlotOnPage { Policy = policy ?? RefreshPolicy.Default };
        slot.Wait(0);
        slot.Do((ref SlotState state, long now) => state.Render(now));
        slot.Wait(1_000);
        slot.Do((ref SlotState state, long now) => state.View(now));
        return slot;
    }

    public delegate void Change(ref SlotState state, long now);

    public void Do(Change change)
    {
        change(ref State, Now);
        Wait(0);
    }

    public void Ask(PendingKind kind) => Do((ref SlotState state, long now) => state.Ask(kind, now));

    public void Navigate() => Do((ref SlotState state, long now) => state.Pending = new(PendingKind.Navigate, now));

    public void See(bool inView) => Do((ref SlotState state, long _) => state.InView = inView);

    public void Show(bool visible)
    {
        Visible = visible;
        Wait(0);
    }

    public Turn Next()
    {
        State.RunClock(Visible, Now);
        return Turn.Next(State, Policy, Visible, Now);
    }

    /// <summary>Lets so many ms pass and pushes whatever comes due on the way.</summary>
    public void Wait(long ms)
    {
        var until = Now + ms;
        while (Next() is var turn && turn.DueAt <= until)
        {
            Assert.InRange(turn.DueAt, Now, until);
            Now = turn.DueAt;
            Push(turn);
        }
        Now = until;
        State.RunClock(Visible, Now);
    }

    private void Push(Turn turn)
    {
        BeforePush(turn);
        State.RunClock(Visible, Now);
        if (State.Pending.Kind == PendingKind.Navigate) State.Refreshes = 0;
        else if (State.Filled) State.Refreshes++;
        State.Push(NextFilled, NextStays, Now);
        Pushes.Add((Now, turn.Trigger));
    }
}
