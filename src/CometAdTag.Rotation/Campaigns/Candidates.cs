using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>The creatives linked to one zone, in serving order, made ready for decisions.</summary>
internal sealed class Candidates
{
    private readonly Candidate[] all;
    private readonly ulong[] ready, ruled;

    public Candidates(ImmutableArray<Creative> linked)
    {
        all = new Candidate[linked.Length];
        (ready, ruled) = (new ulong[(linked.Length + 63) / 64], new ulong[(linked.Length + 63) / 64]);
        var (rung, group) = (0, 0);
        for (var i = 0; i < all.Length; i++)
        {
            if (i > 0 && !ServingOrder.SameRung(linked[i - 1].Campaign, linked[i].Campaign)) rung++;
            if (i > 0 && linked[i - 1].Campaign.Id != linked[i].Campaign.Id) group++;
            all[i] = new(linked[i], rung, group);
            if (all[i] is { IsRunning: true, IsWithdrawn: false }) ready[i >> 6] |= 1UL << i;
            if (all[i].HasRules) ruled[i >> 6] |= 1UL << i;
        }
    }

    public static Candidates None { get; } = new([]);

    public ReadOnlySpan<Candidate> All => all;

    /// <summary>How many words of 64 bits a bit for each of them takes.</summary>
    public int Words => ready.Length;

    /// <summary>Of the 64 from that word on, those that a page which passed these rules may get; all others are refused, whatever the time and the viewer.</summary>
    public ulong Possible(int word, ReadOnlySpan<ulong> passed) => ready[word] & (~ruled[word] | (word < passed.Length ? passed[word] : 0));
}
