using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>One page: its connection, as the tag keeps it (connection.ts), and what it has to say and when. Used by its loop's thread only.</summary>
internal sealed partial class LoadPage(LoadLoop loop, int number, Server server)
{
    public const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private const long FirstAnswer = 4 * Moment.Second, Steady = 10 * Moment.Second;

    private int descriptor = -1, attempt;
    private Phase phase = Phase.Waiting;
    private long openedAt, greetedAt, comeAt = Moment.Never, plannedAt = Moment.Never;
    private byte[] kept = [], unsent = [];
    private int keptLength;
    private bool isUnderWay;

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

    public bool IsConnected => descriptor >= 0;

    public bool IsOpen => phase == Phase.Open;

    /// <summary>The connection is a WebSocket, and the hello is said.</summary>
    public bool IsUpgraded { get; private set; }

    private long Now => loop.Now;

    /// <summary>It comes at that time.</summary>
    public void ComeAt(long at)
    {
        (phase, comeAt) = (Phase.Waiting, at);
        Plan(at);
    }

    /// <summary>Its plan for that time; false where it has planned anew since.</summary>
    public bool Wake(long at)
    {
        if (plannedAt != at) return false;
        plannedAt = Moment.Never;
        loop.Out.Begin();
        switch (phase)
        {
            case Phase.Waiting: if (Now >= comeAt) Connect(); break;
            case Phase.Connecting or Phase.Asking: if (Now >= openedAt + FirstAnswer) Lose("no answer"); break;
            case Phase.Open: Live(); break;
        }
        Flush();
        PlanNext();
        return true;
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
        if (IsOpen) loop.Tally.Count(Report.Lost, why);
        else loop.Tally.Count(Report.Refused, why);
        Disconnect();
        ComeBack(Backoff());
    }

    /// <summary>The service does not want it, or not now.</summary>
    public void Refuse(string reason, long retryAfter, bool isFinal)
    {
        loop.Tally.Count(IsOpen ? Report.Closed : Report.Refused, reason);
        Disconnect();
        if (isFinal) GiveUp();
        else ComeBack(retryAfter);
    }

    /// <summary>Ends its connection; it does not come back.</summary>
    public void Leave()
    {
        if (IsOpen && loop.Wire.CanSay)
        {
            loop.Wire.Say("""{"type":"bye"}"""u8, loop.Out.Begin());
            Flush();
        }
        Disconnect();
        phase = Phase.Over;
    }

    private void Connect()
    {
        if (!isUnderWay) loop.UnderWay++;
        isUnderWay = true;
        (openedAt, IsUpgraded) = (Now, false);
        descriptor = ClientCalls.Connect(server.Address, server.SourceOf(number));
        if (descriptor >= 0 && loop.Hold(this, descriptor))
        {
            phase = Phase.Connecting;
            return;
        }
        loop.Tally.Count(Report.Refused, $"error {Linux.LastError} of connect");
        ComeBack(Backoff());
    }

    private void BeginAsking()
    {
        if (!ClientCalls.IsConnected(descriptor))
        {
            Lose("no connection");
            return;
        }
        phase = Phase.Asking;
        loop.Reads(descriptor);
        loop.Wire.Begin(this, loop.Out);
    }

    private void Open()
    {
        phase = Phase.Open;
        greetedAt = Now;
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

    private void ComeBack(long after) => ComeAt(Now + after);

    /// <summary>Full jitter, as the tag has it (backoff.ts).</summary>
    private long Backoff()
    {
        if (greetedAt > 0 && Now - greetedAt > Steady) attempt = 0;
        var bound = Math.Min(30 * Moment.Second, Moment.Second << Math.Min(attempt++, 10));
        return (long)(loop.Chance.Draw() * bound);
    }

    private void Disconnect()
    {
        if (!IsConnected) return;
        loop.Drop(descriptor);
        Linux.Close(descriptor);
        descriptor = -1;
        loop.Out.Begin();
        (kept, keptLength, unsent) = ([], 0, []);
        StandStill();
    }

    private void Plan(long at)
    {
        if (at >= plannedAt) return;
        plannedAt = at;
        loop.Plan(this, at);
    }

    private void PlanNext() => Plan(phase switch
    {
        Phase.Waiting => comeAt,
        Phase.Connecting or Phase.Asking => openedAt + FirstAnswer,
        Phase.Open => NextOfLife(),
        _ => Moment.Never,
    });
}
