using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using CometAdTag.Service.Sockets;

namespace CometAdTag.Benchmarks.Load;

/// <summary>The calls of the kernel that a client needs beside those that the service has (connect(2), ip(7), epoll(7)).</summary>
internal static partial class ClientCalls
{
    private const int InterNetwork = 2, Stream = 1, NonBlocking = 0x800, CloseOnExec = 0x80000, InProgress = 115, Modify = 3;
    private const int SocketLevel = 1, SocketError = 4, IpLevel = 0, BindAddressNoPort = 24, Tcp = 6, NoDelay = 1, AddressLength = 16;

    /// <summary>Begins to connect, from that address where there is one; negative where that fails (see <see cref="Linux.LastError"/>).</summary>
    public static int Connect(IPEndPoint to, IPAddress? from)
    {
        var descriptor = socket(InterNetwork, Stream | NonBlocking | CloseOnExec, 0);
        if (descriptor < 0) return descriptor;
        var one = 1;
        _ = setsockopt(descriptor, Tcp, NoDelay, ref one, sizeof(int));
        // The port is chosen when it connects, so that one port serves connections to several servers
        if (from is not null) _ = setsockopt(descriptor, IpLevel, BindAddressNoPort, ref one, sizeof(int));
        var isBound = from is null || bind(descriptor, ref MemoryMarshal.GetReference(Address(new(from, 0))), AddressLength) == 0;
        if (isBound && (connect(descriptor, ref MemoryMarshal.GetReference(Address(to)), AddressLength) == 0 || Linux.LastError == InProgress)) return descriptor;
        Linux.Close(descriptor);
        return -1;
    }

    /// <summary>Whether it has connected without an error.</summary>
    public static bool IsConnected(int descriptor)
    {
        var (error, length) = (0, sizeof(int));
        return getsockopt(descriptor, SocketLevel, SocketError, ref error, ref length) == 0 && error == 0;
    }

    /// <summary>Watches a descriptor that is watched already for other events.</summary>
    public static void Rewatch(int poll, int descriptor, uint events) =>
        _ = epoll_ctl(poll, Modify, descriptor, ref MemoryMarshal.GetReference(PollEvents.One(descriptor, events)));

    /// <summary>What news there is within so many ms.</summary>
    public static int Wait(int poll, PollEvents events, int timeout)
    {
        var count = epoll_wait(poll, ref MemoryMarshal.GetReference(events.Bytes), events.Capacity, timeout);
        return count >= 0 || Linux.LastError == Linux.Interrupted ? Math.Max(0, count) : throw new Win32Exception(Linux.LastError);
    }

    private static Span<byte> Address(IPEndPoint of)
    {
        var address = new byte[AddressLength];
        BinaryPrimitives.WriteUInt16LittleEndian(address, InterNetwork);
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), (ushort)of.Port);
        of.Address.TryWriteBytes(address.AsSpan(4), out _);
        return address;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int descriptor, ref byte address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int descriptor, ref byte address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int name, ref int value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int descriptor, int level, int name, ref int value, ref int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int poll, int operation, int descriptor, ref byte change);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int poll, ref byte events, int most, int timeout);
}
