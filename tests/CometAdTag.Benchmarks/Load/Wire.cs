namespace CometAdTag.Benchmarks.Load;

/// <summary>A transport, as the bytes of a connection; nothing of a page is in it.</summary>
internal abstract class Wire
{
    /// <summary>Whether frames can be said on an open connection; otherwise a page opens anew to speak.</summary>
    public abstract bool CanSay { get; }

    /// <summary>The page has connected: writes what comes first.</summary>
    public abstract void Begin(LoadPage page, Outgoing into);

    /// <summary>The page says its hello on this connection, which <see cref="LoadPage.Greet"/> asks for.</summary>
    public abstract void Hello(LoadPage page, ReadOnlySpan<byte> hello, Outgoing into);

    public abstract void Say(ReadOnlySpan<byte> frame, Outgoing into);

    /// <summary>Tells the page what has come, and gives how many bytes of it were used.</summary>
    public abstract int Take(LoadPage page, Span<byte> come);

    public static Wire Of(string transport) => transport switch
    {
        "socket" => new SocketWire(),
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, "no transport"),
    };
}
