using System.Collections.Concurrent;

namespace CometAdTag.Service.Sockets;

/// <summary>One thread that accepts connections and hears those that it holds. A connection that is silent costs its object and its place in a table.</summary>
internal sealed class SocketLoop : IDisposable
{
    private const int EventsAtOnce = 256, AcceptsAtOnce = 64, ReadRoom = 64 * 1024;

    /// <summary>The kernel asks the loops in the order in which they watch a port, and takes the first that waits: after so many connections it is another's turn.</summary>
    private const int AcceptsInTurn = 16;

    private static readonly TimeSpan Sweeps = TimeSpan.FromSeconds(1);

    private readonly SocketLoops loops;
    private readonly int poll = Linux.NewPoll(), waker = Linux.NewWaker();
    private readonly ConcurrentDictionary<int, SharedPort> ports = new();
    private readonly HashSet<PageSocket> young = [];
    private readonly List<SharedPort> resting = [];
    private readonly ITimer timer;
    private readonly CancellationTokenRegistration closing;
    private readonly Thread thread;
    private HashSet<PageSocket> again = [], turned = [];
    private PageSocket?[] sockets = new PageSocket?[1024];
    private volatile bool isOver, isSweepDue;
    private int accepted;
    private bool isFull;

    public SocketLoop(SocketLoops loops)
    {
        this.loops = loops;
        if (!Linux.Watch(poll, waker, Linux.In)) throw new IOException($"no sockets can be watched: error {Linux.LastError}");
        timer = loops.Pages.Clock.Time.CreateTimer(_ => Sweep(), null, Sweeps, Sweeps);
        closing = loops.Door.Closed.UnsafeRegister(static loop => ((SocketLoop)loop!).Sweep(), this);
        thread = new(Run) { IsBackground = true, Name = "page sockets" };
        thread.Start();
    }

    /// <summary>What the next read of any connection goes into.</summary>
    public byte[] Room { get; } = new byte[ReadRoom];

    public SocketLoops Loops => loops;

    public void Listen(SharedPort port)
    {
        ports[port.Descriptor] = port;
        if (!Watch(port)) throw new IOException($"{port.EndPoint} cannot be listened at: error {Linux.LastError}");
    }

    public void Forget(SharedPort port)
    {
        ports.TryRemove(port.Descriptor, out _);
        Linux.Unwatch(poll, port.Descriptor);
    }

    /// <summary>It is held no more: its descriptor is another's.</summary>
    public void Drop(PageSocket socket, int descriptor)
    {
        sockets[descriptor] = null;
        young.Remove(socket);
    }

    /// <summary>Something is awaited of it, and it is looked at each second.</summary>
    public void Awaited(PageSocket socket) => young.Add(socket);

    /// <summary>It has come so far that nothing more is awaited of it.</summary>
    public void Grown(PageSocket socket) => young.Remove(socket);

    /// <summary>It has more to hear, after the others.</summary>
    public void Again(PageSocket socket) => again.Add(socket);

    public void Unwatch(int descriptor) => Linux.Unwatch(poll, descriptor);

    public void Dispose()
    {
        isOver = true;
        Linux.Wake(waker);
        thread.Join();
        closing.Dispose();
        // The last sweep is over too: the waker's descriptor is another's then
        timer.DisposeAsync().AsTask().Wait();
        Linux.Close(poll);
        Linux.Close(waker);
    }

    private void Run()
    {
        var events = new PollEvents(EventsAtOnce);
        while (!isOver)
        {
            var count = Linux.Wait(poll, events, onlyLooks: again.Count > 0);
            loops.Pages.Urgency.LetGoFirst();
            for (var at = 0; at < count; at++) Turn(events.Descriptor(at));
            (again, turned) = (turned, again);
            foreach (var socket in turned) socket.Turn();
            turned.Clear();
            if (isSweepDue) LookAtYoung();
        }
        foreach (var socket in sockets) socket?.Close();
    }

    private void Turn(int descriptor)
    {
        if (descriptor == waker) Linux.Rearm(waker);
        else if (ports.TryGetValue(descriptor, out var port)) Accept(port);
        else if (descriptor < sockets.Length) sockets[descriptor]?.Turn();
    }

    private bool Watch(SharedPort port) => Linux.Watch(poll, port.Descriptor, Linux.In | Linux.Exclusive);

    private void Accept(SharedPort port)
    {
        for (var tried = 0; tried < AcceptsAtOnce; tried++)
        {
            var descriptor = Linux.Accept(port.Descriptor);
            if (descriptor >= 0) Hold(port, descriptor);
            else if (Linux.LastError is not (Linux.TooManyFiles or Linux.TooManyFilesInAll)) return;
            else
            {
                Rest(port);
                return;
            }
            isFull = false;
            if (++accepted % AcceptsInTurn == 0) LetOthers(port);
        }
    }

    /// <summary>It is the last one to be asked now; what waits already is told again.</summary>
    private void LetOthers(SharedPort port)
    {
        Linux.Unwatch(poll, port.Descriptor);
        Rewatch(port);
    }

    /// <summary>Unless the port was closed meanwhile; where the kernel has no room for it now, it is tried again.</summary>
    private void Rewatch(SharedPort port)
    {
        if (ports.ContainsKey(port.Descriptor) && !Watch(port)) resting.Add(port);
        if (!ports.ContainsKey(port.Descriptor)) Linux.Unwatch(poll, port.Descriptor);
    }

    /// <summary>Nobody can be let in for now, and it would tell of who waits there over and over.</summary>
    private void Rest(SharedPort port)
    {
        if (!isFull) loops.Pages.Log.LogError("No file is left for one more connection (error {Error}): connections wait at {Port}", Linux.LastError, port.EndPoint);
        isFull = true;
        Linux.Unwatch(poll, port.Descriptor);
        resting.Add(port);
    }

    private void Hold(SharedPort port, int descriptor)
    {
        if (!Linux.Watch(poll, descriptor, Linux.In | Linux.Out | Linux.PeerClosed | Linux.EdgeTriggered))
        {
            Linux.Close(descriptor);
            return;
        }
        if (descriptor >= sockets.Length) Array.Resize(ref sockets, 2 * descriptor);
        young.Add(sockets[descriptor] = new(this, port, descriptor));
    }

    private void Sweep()
    {
        isSweepDue = true;
        Linux.Wake(waker);
    }

    private void LookAtYoung()
    {
        isSweepDue = false;
        foreach (var socket in young.ToArray()) socket.GrowOld();
        SharedPort[] rested = [.. resting];
        resting.Clear();
        foreach (var port in rested) Rewatch(port);
    }
}
