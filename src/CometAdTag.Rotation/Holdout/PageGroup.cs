using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CometAdTag.Rotation.Holdout;

/// <summary>
/// The random group that a page belongs to: its arm and one of 64 numbers in it, or none where there is no holdout. How far the groups of
/// an arm differ by chance shows how far its mean may, so nothing has to be remembered of single pages.
/// </summary>
public readonly record struct PageGroup
{
    /// <summary>Groups of an arm.</summary>
    public const int Groups = 64;

    private PageGroup(byte code) => Code = code;

    public static PageGroup None { get; }

    /// <summary>0 for none, then the groups of the refreshing arm, then those of the holdout: what tokens carry.</summary>
    public byte Code { get; }

    public bool IsNone => Code == 0;

    /// <summary>Whether its pages never refresh.</summary>
    public bool IsHeldOut => Code > Groups;

    /// <summary>Of a group that is one.</summary>
    public Arm Arm => IsHeldOut ? Arm.Holdout : Arm.Refreshing;

    /// <summary>0 to 63, of a group that is one.</summary>
    public int Number => (Code - 1) % Groups;

    public static PageGroup Of(Arm arm, int number) => number is >= 0 and < Groups
        ? new((byte)(((int)arm * Groups) + number + 1))
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"An arm has {Groups} groups.");

    /// <summary>None for a code that is no group's.</summary>
    public static PageGroup FromCode(byte code) => code <= 2 * Groups ? new(code) : None;

    /// <summary>
    /// By the page's id alone, so it is the same on every node. A larger part holds out the same pages and more, and no page
    /// changes its number.
    /// </summary>
    public static PageGroup Of(string page, double part)
    {
        if (part <= 0) return None;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"holdout {page}"), hash);
        var draw = (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * Math.ScaleB(1, -53);
        return Of(draw < part ? Arm.Holdout : Arm.Refreshing, hash[8] % Groups);
    }
}
