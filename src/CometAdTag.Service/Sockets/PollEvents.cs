using System.Runtime.InteropServices;

namespace CometAdTag.Service.Sockets;

/// <summary>A list of struct epoll_event: 32 bits of events and 64 of data, which hold the descriptor; packed on x86-64 only.</summary>
internal sealed class PollEvents(int capacity)
{
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int Data = Size - sizeof(ulong);

    private readonly byte[] bytes = new byte[capacity * Size];

    public int Capacity => capacity;

    public Span<byte> Bytes => bytes;

    public int Descriptor(int at) => MemoryMarshal.Read<int>(bytes.AsSpan((at * Size) + Data));

    /// <summary>One that asks for these events of a descriptor.</summary>
    public static Span<byte> One(int descriptor, uint events)
    {
        var one = new PollEvents(1);
        MemoryMarshal.Write(one.bytes, events);
        MemoryMarshal.Write(one.bytes.AsSpan(Data), descriptor);
        return one.bytes;
    }
}
