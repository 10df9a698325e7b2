namespace CometAdTag.Benchmarks.Load;

/// <summary>A transport, as the bytes of a connection; what is known of one connection is the page's.</summary>
internal abstract class Wire
{
    private static readonly Wire Socket = new SocketWire(), Stream = new StreamWire(), Poll = new PollWire();

    /// <summary>Whether frames can be said on an open connection; otherwise a page opens anew to speak.</summary>
    public abstract bool CanSay { get; }

    /// <summary>How long the tag waits for the answer to a hello (connection.ts).</summary>
    public virtual long FirstAnswer => 4 * Moment.Second;

    /// <summary>The page has connected: it greets, or writes what comes before that.</summary>
    public abstract void Begin(LoadPage page, Outgoing into);

    public abstract void Hello(LoadPage page, ReadOnlySpan<byte> hello, Outgoing into);

    public virtual void Say(ReadOnlySpan<byte> frame, Outgoing into)
    {
    }

    /// <summary>What has just come, without what the transport puts around it.</summary>
    public virtual Span<byte> Decode(LoadPage page, Span<byte> come) => come;

    /// <summary>Tells the page what has come and was decoded, and gives what is not whole yet.</summary>
    public abstract Span<byte> Take(LoadPage page, Span<byte> come);

    public static Wire Of(string transport) => transport switch
    {
        "socket" => Socket,
        "stream" => Stream,
        _ => Poll,
    };
}
