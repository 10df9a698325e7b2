using System.Buffers;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Delivery;

/// <summary>
/// Chooses the creative of a slot as OpenX does: the first tier (and contract priority) with an eligible creative, and in it by weight:
/// campaigns share by their weights, a campaign's creatives share what is the campaign's; in the eCPM tier mostly the highest eCPM. Contracts
/// that are spread over their time take their part of the requests and leave the others to what comes after them. A creative that the slot or
/// the page shows already is chosen only where nothing else of any tier is eligible. Companion campaigns that the page shows go before all.
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
        request.Goals?.Arrive(request.Zone);
        var (furthest, best) = (PassbackReason.NoLink, Standing.Ineligible);
        for (var i = 0; i < linked.Length; i++)
        {
            var refusal = Eligibility.Refusal(linked[i], i, request, now);
            standings[i] = refusal is null ? StandingOf(linked[i], request) : Standing.Ineligible;
            if (standings[i] < best) best = standings[i];
            if (refusal is { } reason && Eligibility.Depth(reason) > Eligibility.Depth(furthest)) furthest = reason;
        }
        if (best == Standing.Ineligible) return Decision.Passback(furthest);
        // Companions go together, so none of them is left for what paces it
        if (Lead(linked, standings, request.Leads)) return Decision.Fill(Draw(linked, standings, Standing.Fresh, goals: null, draw)!);
        return Draw(linked, standings, best, request.Goals, draw) is { } creative ? Decision.Fill(creative) : Decision.Passback(PassbackReason.Pacing);
    }

    /// <summary>Null where all that is eligible was left through, being ahead of its plan.</summary>
    private static Creative? Draw(ReadOnlySpan<Creative> linked, ReadOnlySpan<Standing> standings, Standing best, Goals? goals, double draw)
    {
        for (var wanted = best; wanted < Standing.Ineligible; wanted++)
        {
            var from = 0;
            while (Rung.TryNext(linked, standings, wanted, ref from, out var rung))
                if (rung.Draw(goals, ref draw) is { } creative) return creative;
        }
        return null;
    }

    /// <summary>Leaves the companion campaigns that lead the page alone in the choice; false, and all as it was, where they have nothing eligible.</summary>
    private static bool Lead(ReadOnlySpan<Creative> linked, Span<Standing> standings, ReadOnlySpan<string> leads)
    {
        if (leads.IsEmpty) return false;
        var any = false;
        for (var i = 0; i < linked.Length && !any; i++) any = standings[i] != Standing.Ineligible && leads.Contains(linked[i].Campaign.Id);
        for (var i = 0; i < linked.Length && any; i++)
            if (!leads.Contains(linked[i].Campaign.Id)) standings[i] = Standing.Ineligible;
        return any;
    }

    private static Standing StandingOf(Creative creative, in SlotRequest request)
    {
        var isCurrent = creative.Id == request.Current;
        foreach (ref readonly var shown in request.OnPage)
            if (shown.Creative == creative.Id) return isCurrent ? Standing.CurrentAndOnPage : Standing.OnPage;
        return isCurrent ? Standing.Current : Standing.Fresh;
    }
}
