using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>One page: its connection, as the tag keeps it (connection.ts), and what it has to say and when. Used by its loop's thread only.</summary>
internal sealed partial class LoadPage(LoadLoop loop, int number, Server server, bool isOfStorm)
{
    public const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private const long Steady = 10 * Moment.Second;

    private Wire wire = loop.Wire;
    private int attempt;
    private Phase phase = Phase.Waiting;
    private long openedAt, greetedAt, notBefore, comeAt = Moment.Never, plannedAt = Moment.Never;
    private bool isUnderWay, isAnew, hasCome;

    private enum Phase : byte
    {
        /// <summary>It comes, or comes back, when its time has come.</summary>
        Waiting,
        Connecting,

        /// <summary>It awaits the answer to its hello.</summary>
        Asking,
        Open,

        /// <summary>It does not come back.</summary>
        Over,
    }

    public Server Server => server;

    public string Origin => loop.Options.Origin;

    /// <summary>It is open, or opens anew to speak, or to poll.</summary>
    public bool IsHeld => phase == Phase.Open || isAnew;

    /// <summary>It does not come until its viewer is back, or its network.</summary>
    public bool IsAway => phase == Phase.Waiting && (comeAt == Moment.Never || abandoned >= 0);

    private long Now => loop.Now;

    /// <summary>It comes at that time.</summary>
    public void ComeAt(long at)
    {
        (phase, comeAt) = (Phase.Waiting, at);
        Plan(at);
    }

    /// <summary>Its plan for that time, unless it has planned anew since.</summary>
    public void Wake(long at)
    {
        if (plannedAt != at) return;
        plannedAt = Moment.Never;
        loop.Out.Begin();
        if (NextOfVisit <= Now) LiveOn(life!);
        if (phase == Phase.Waiting && Now >= comeAt) Connect();
        else if (phase is Phase.Connecting or Phase.Asking && Now >= openedAt + wire.FirstAnswer) Lose("no answer");
        else if (IsHeld) Live();
        Flush();
        PlanNext();
    }

    /// <summary>Something has come on its connection, or can be sent.</summary>
    public void Turn()
    {
        loop.Out.Begin();
        if (phase == Phase.Connecting) BeginAsking();
        else Read();
        Flush();
        PlanNext();
    }

    /// <summary>The connection is over without a word that says why.</summary>
    public void Lose(string why)
    {
        if (!IsConnected) return;
        if (isReporting)
        {
            EndReport();
            return;
        }
        if (IsHeld) loop.Tally.Count(Report.Lost, why);
        else CountRefusal(why, retryAfter: 0);
        Disconnect();
        ComeBack(Backoff());
    }

    /// <summary>The service does not want it, or not now.</summary>
    public void Refuse(string reason, long retryAfter, bool isFinal)
    {
        if (IsHeld) loop.Tally.Count(Report.Closed, reason);
        else CountRefusal(reason, retryAfter);
        Disconnect();
        if (isReporting) EndReport();
        else if (isFinal) GiveUp();
        else ComeBack(retryAfter > 0 ? retryAfter : Backoff());
    }

    /// <summary>Ends its connection; it does not come back.</summary>
    public void Leave()
    {
        loop.Out.Begin();
        SayGoodbye();
        Disconnect();
        Forsake();
        phase = Phase.Over;
    }

    private void SayGoodbye()
    {
        if (!IsHeld) return;
        if (wire.CanSay) Say("""{"type":"bye"}"""u8);
        Flush();
        Disconnect();
    }

    private void Connect()
    {
        if (!isUnderWay && !isAnew) loop.UnderWay++;
        isUnderWay |= !isAnew;
        openedAt = Now;
        if (Hold())
        {
            phase = Phase.Connecting;
            return;
        }
        CountRefusal($"error {Linux.LastError} of connect", retryAfter: 0);
        Disconnect();
        ComeBack(Backoff());
    }

    private void BeginAsking()
    {
        if (!ClientCalls.IsConnected(descriptor))
        {
            Lose("no connection");
            return;
        }
        loop.Reads(descriptor);
        Ask();
    }

    private void Ask()
    {
        (phase, IsAnswered) = (Phase.Asking, false);
        wire.Begin(this, loop.Out);
    }

    /// <summary>The service has answered its hello.</summary>
    private void Open()
    {
        if (phase == Phase.Open || isReporting) return;
        if (!isAnew) Come();
        (phase, isAnew) = (Phase.Open, false);
    }

    private void Come()
    {
        if (!hasCome) CountIn();
        else if (hasBeenOpen) loop.Tally.Count(Report.CameBack);
        if (!hasBeenOpen && loop.Options.Lives) BeginVisit();
        (hasCome, hasBeenOpen, greetedAt) = (true, true, Now);
        Forsake();
        EndUnderWay();
    }

    private void GiveUp()
    {
        phase = Phase.Over;
        EndUnderWay();
        loop.Tally.Count(Report.GivenUp);
    }

    private void EndUnderWay()
    {
        if (isUnderWay) loop.UnderWay--;
        isUnderWay = false;
    }

    /// <summary>A page that nobody sees opens no connection.</summary>
    private void ComeBack(long after)
    {
        notBefore = Now + after;
        ComeAt(isVisible ? notBefore : Moment.Never);
    }

    /// <summary>Full jitter, as the tag has it (backoff.ts).</summary>
    private long Backoff()
    {
        if (greetedAt > 0 && Now - greetedAt > Steady) attempt = 0;
        var bound = Math.Min(30 * Moment.Second, Moment.Second << Math.Min(attempt++, 10));
        return (long)(loop.Chance.Draw() * bound);
    }

    private void Plan(long at)
    {
        if (at >= plannedAt) return;
        plannedAt = at;
        loop.Plan(this, at);
    }

    private void PlanNext()
    {
        var next = NextOfVisit;
        if (phase == Phase.Waiting) next = Math.Min(next, comeAt);
        if (phase is Phase.Connecting or Phase.Asking) next = Math.Min(next, openedAt + wire.FirstAnswer);
        if (IsHeld) next = Math.Min(next, NextOfLife());
        Plan(next);
    }
}
