using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;

namespace CometAdTag.Service.Sockets;

/// <summary>The calls of the kernel that hold sockets without any object of the runtime's (epoll(7), accept(2), send(2)).</summary>
internal static partial class Linux
{
    public const int WouldBlock = 11, Interrupted = 4, TooManyFiles = 24, TooManyFilesInAll = 23;
    public const uint In = 0x1, Out = 0x4, PeerClosed = 0x2000, EdgeTriggered = 1u << 31, Exclusive = 1u << 28;
    private const int Add = 1, Delete = 2, CloseOnExec = 0x80000, NonBlocking = 0x800, Peek = 0x2, NoSignal = 0x4000, BothWays = 2;
    private const int Tcp = 6, NoDelay = 1, UserTimeout = 18, AddressLength = 28, InterNetwork = 2;

    public static int LastError => Marshal.GetLastPInvokeError();

    public static int NewPoll() => Good(epoll_create1(CloseOnExec));

    /// <summary>A counter that wakes the thread that waits at the poll.</summary>
    public static int NewWaker() => Good(eventfd(0, CloseOnExec | NonBlocking));

    public static void Wake(int waker)
    {
        ulong one = 1;
        _ = write(waker, ref one, sizeof(ulong));
    }

    public static void Rearm(int waker)
    {
        ulong woken = 0;
        _ = read(waker, ref woken, sizeof(ulong));
    }

    /// <summary>False where the kernel holds no more.</summary>
    public static bool Watch(int poll, int descriptor, uint events) => epoll_ctl(poll, Add, descriptor, ref MemoryMarshal.GetReference(PollEvents.One(descriptor, events))) == 0;

    public static void Unwatch(int poll, int descriptor) => _ = epoll_ctl(poll, Delete, descriptor, ref MemoryMarshal.GetReference(PollEvents.One(descriptor, 0)));

    /// <summary>What news there is; waits for some, or only looks.</summary>
    public static int Wait(int poll, PollEvents events, bool onlyLooks)
    {
        var count = epoll_wait(poll, ref MemoryMarshal.GetReference(events.Bytes), events.Capacity, onlyLooks ? 0 : -1);
        return count >= 0 || LastError == Interrupted ? Math.Max(0, count) : throw new Win32Exception(LastError);
    }

    /// <summary>A connection that waits at a port; negative where there is none, or none can be taken.</summary>
    public static int Accept(int listening) => accept4(listening, 0, 0, CloseOnExec | NonBlocking);

    /// <summary>Bytes that were read, 0 at the end, negative where there are none or the connection is lost (see <see cref="LastError"/>).</summary>
    public static int Read(int descriptor, Span<byte> into) => (int)recv(descriptor, ref MemoryMarshal.GetReference(into), (nuint)into.Length, 0);

    /// <summary>The same, and they stay to be read again.</summary>
    public static int Look(int descriptor, Span<byte> into) => (int)recv(descriptor, ref MemoryMarshal.GetReference(into), (nuint)into.Length, Peek);

    /// <summary>Bytes that the kernel took; negative where it takes none now or the connection is lost.</summary>
    public static int Send(int descriptor, ReadOnlySpan<byte> bytes) => (int)send(descriptor, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, NoSignal);

    /// <summary>Small frames go at once, and a peer that acknowledges nothing for so long (ms) is lost (RFC 5482).</summary>
    public static void Prepare(int descriptor, int userTimeout)
    {
        var one = 1;
        _ = setsockopt(descriptor, Tcp, NoDelay, ref one, sizeof(int));
        _ = setsockopt(descriptor, Tcp, UserTimeout, ref userTimeout, sizeof(int));
    }

    /// <summary>Ends it for both sides; its descriptor stays.</summary>
    public static void Shut(int descriptor) => _ = shutdown(descriptor, BothWays);

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>Whom it is connected with; null where it is lost already.</summary>
    public static IPAddress? PeerOf(int descriptor)
    {
        Span<byte> address = stackalloc byte[AddressLength];
        var length = AddressLength;
        if (getpeername(descriptor, ref MemoryMarshal.GetReference(address), ref length) != 0) return null;
        return MemoryMarshal.Read<ushort>(address) == InterNetwork
            ? new IPAddress(address.Slice(4, 4))
            : new IPAddress(address.Slice(8, 16), BinaryPrimitives.ReadUInt32LittleEndian(address[24..]));
    }

    private static int Good(int result) => result >= 0 ? result : throw new Win32Exception(LastError);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int poll, int operation, int descriptor, ref byte change);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int poll, ref byte events, int most, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint first, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, ref ulong into, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, ref ulong from, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int accept4(int listening, nint address, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, ref byte into, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, ref byte from, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int name, ref int value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getpeername(int descriptor, ref byte address, ref int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int shutdown(int descriptor, int how);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
