using System.Collections.Immutable;
using System.Numerics;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>Where counts stand among at most 255, by their hashes: most of what has a cap was not seen, which shows at once.</summary>
internal readonly struct CapIndex
{
    // Each count's place from 1, or 0, at its hash or behind it; three of four are 0
    private readonly byte[] slots;

    public CapIndex(ImmutableArray<CapCount> counts)
    {
        slots = new byte[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, 4 * counts.Length))];
        for (var i = 0; i < counts.Length; i++)
        {
            var slot = First(counts[i].Level, IdMark.Of(counts[i].Id));
            while (slots[slot] > 0) slot = Next(slot);
            slots[slot] = (byte)(i + 1);
        }
    }

    /// <summary>False where there is surely no count of it.</summary>
    public bool May(CapLevel level, int mark) => slots[First(level, mark)] > 0;

    /// <summary>The place of the count of an id with that mark; less than 0 where there is none.</summary>
    public int Find(ImmutableArray<CapCount> counts, CapLevel level, string id, int mark)
    {
        for (var slot = First(level, mark); slots[slot] > 0; slot = Next(slot))
        {
            ref readonly var count = ref counts.ItemRef(slots[slot] - 1);
            if (count.Level == level && count.Id == id) return slots[slot] - 1;
        }
        return -1;
    }

    private int First(CapLevel level, int mark) =>
        (int)(((uint)(mark + (int)level) * 0x9E3779B9) >> (BitOperations.LeadingZeroCount((uint)slots.Length) + 1));

    private int Next(int slot) => (slot + 1) & (slots.Length - 1);
}
