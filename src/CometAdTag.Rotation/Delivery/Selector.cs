using System.Buffers;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>
/// Chooses the creative of a slot as OpenX does: the first tier (and contract priority, and eCPM) with an eligible creative, and in it by weight:
/// campaigns share by their weights, a campaign's creatives share what is the campaign's. A creative that the slot or the page shows already is
/// chosen only where nothing else of any tier is eligible.
/// </summary>
public static class Selector
{
    private const int OnStack = 512;

    /// <summary>The draw is in [0, 1); the same arguments always give the same decision.</summary>
    public static Decision Choose(Snapshot snapshot, in SlotRequest request, DateTimeOffset now, double draw)
    {
        var linked = snapshot.LinkedTo(request.Zone).AsSpan();
        var rented = linked.Length > OnStack ? ArrayPool<Standing>.Shared.Rent(linked.Length) : null;
        Span<Standing> standings = rented is null ? stackalloc Standing[OnStack] : rented;
        try
        {
            return Choose(linked, standings[..linked.Length], request, now, draw);
        }
        finally
        {
            if (rented is not null) ArrayPool<Standing>.Shared.Return(rented);
        }
    }

    private static Decision Choose(ReadOnlySpan<Creative> linked, Span<Standing> standings, in SlotRequest request, DateTimeOffset now, double draw)
    {
        var (furthest, best) = (PassbackReason.NoLink, Standing.Ineligible);
        for (var i = 0; i < linked.Length; i++)
        {
            var refusal = Eligibility.Refusal(linked[i], i, request, now);
            standings[i] = refusal is null ? StandingOf(linked[i], request) : Standing.Ineligible;
            if (standings[i] < best) best = standings[i];
            if (refusal is { } reason && Eligibility.Depth(reason) > Eligibility.Depth(furthest)) furthest = reason;
        }
        return best == Standing.Ineligible ? Decision.Passback(furthest) : Decision.Fill(new Rung(linked, standings, best).Draw(draw));
    }

    private static Standing StandingOf(Creative creative, in SlotRequest request)
    {
        var isCurrent = creative.Id == request.Current;
        if (request.OnPage.Contains(creative.Id)) return isCurrent ? Standing.CurrentAndOnPage : Standing.OnPage;
        return isCurrent ? Standing.Current : Standing.Fresh;
    }
}
