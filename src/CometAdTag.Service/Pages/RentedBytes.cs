using System.Buffers;

namespace CometAdTag.Service.Pages;

/// <summary>Bytes in a rented array, which a larger one replaces when they become more.</summary>
internal struct RentedBytes
{
    private const int Least = 256;

    private byte[]? array;

    public readonly bool IsRented => array is not null;

    public int Length { get; private set; }

    public readonly Memory<byte> All => array.AsMemory(0, Length);

    /// <summary>Room behind them for so many more at least.</summary>
    public Memory<byte> Room(int least)
    {
        if (array is null || array.Length - Length < least)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Least, 2 * (Length + least)));
            All.CopyTo(larger);
            GiveBack();
            array = larger;
        }
        return array.AsMemory(Length);
    }

    /// <summary>So many more are in the room behind them.</summary>
    public void Grow(int more) => Length += more;

    public void Add(ReadOnlySpan<byte> more)
    {
        more.CopyTo(Room(more.Length).Span);
        Length += more.Length;
    }

    /// <summary>Nothing else is kept; it may be a part of them.</summary>
    public void KeepOnly(ReadOnlySpan<byte> rest)
    {
        Length = 0;
        if (rest.IsEmpty) Release();
        else Add(rest);
    }

    public void Release()
    {
        GiveBack();
        (array, Length) = (null, 0);
    }

    private readonly void GiveBack()
    {
        if (array is not null) ArrayPool<byte>.Shared.Return(array);
    }
}
