using System.Buffers;
using System.Numerics;
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
    private const int OnStack = 128;

    /// <summary>The draw is in [0, 1); the same arguments always give the same decision.</summary>
    public static Decision Choose(Snapshot snapshot, in SlotRequest request, DateTimeOffset now, double draw)
    {
        var candidates = snapshot.CandidatesOf(request.Zone);
        var most = candidates.All.Length;
        var rented = most > OnStack ? ArrayPool<int>.Shared.Rent(2 * most) : null;
        Span<int> places = rented is null ? stackalloc int[2 * OnStack] : rented;
        try
        {
            return Choose(candidates, places[..most], places.Slice(most, most), request, now, draw);
        }
        finally
        {
            if (rented is not null) ArrayPool<int>.Shared.Return(rented);
        }
    }

    private static Decision Choose(Candidates candidates, Span<int> eligible, Span<int> tried, in SlotRequest request, DateTimeOffset now, double draw)
    {
        request.Goals?.Arrive(request.Zone);
        var all = candidates.All;
        var moment = new Moment(request, now);
        eligible = eligible[..Sift(candidates, eligible, request, moment)];
        if (eligible.IsEmpty) return Decision.Passback(Furthest(all, request, moment));
        var leading = Lead(all, eligible, request.Leads);
        if (leading > 0) eligible = eligible[..leading];
        // Companions go together, so none of them is left for what paces it
        var goals = leading > 0 ? null : request.Goals;
        for (var wanted = Standing.Fresh; wanted <= Standing.CurrentAndOnPage; wanted++)
            if (Draw(all, tried[..Only(wanted, all, eligible, tried, request, moment)], goals, ref draw) is { } creative) return Decision.Fill(creative);
        return Decision.Passback(PassbackReason.Pacing);
    }

    /// <summary>Writes the places of all that are eligible, in their order; how many they are.</summary>
    private static int Sift(Candidates candidates, Span<int> eligible, in SlotRequest request, in Moment moment)
    {
        var all = candidates.All;
        var count = 0;
        for (var word = 0; word < candidates.Words; word++)
        {
            for (var possible = candidates.Possible(word, request.PassedRules); possible != 0; possible &= possible - 1)
            {
                var place = (word << 6) + BitOperations.TrailingZeroCount(possible);
                if (Eligibility.Refusal(all[place], place, request, moment) is null) eligible[count++] = place;
            }
        }
        return count;
    }

    /// <summary>Of the reasons against all of them the one that says most.</summary>
    private static PassbackReason Furthest(ReadOnlySpan<Candidate> all, in SlotRequest request, in Moment moment)
    {
        var furthest = PassbackReason.NoLink;
        for (var place = 0; place < all.Length; place++)
        {
            // An impression of a goal may have been given back meanwhile
            var reason = Eligibility.Refusal(all[place], place, request, moment) ?? PassbackReason.GoalReached;
            if (Eligibility.Depth(reason) > Eligibility.Depth(furthest)) furthest = reason;
        }
        return furthest;
    }

    /// <summary>Puts the companion campaigns that lead the page in front; how many they are.</summary>
    private static int Lead(ReadOnlySpan<Candidate> all, Span<int> eligible, ReadOnlySpan<string> leads)
    {
        if (leads.IsEmpty) return 0;
        var count = 0;
        foreach (var place in eligible)
            if (leads.Contains(all[place].Campaign.Id)) eligible[count++] = place;
        return count;
    }

    /// <summary>Writes the places of those that are so welcome; how many they are.</summary>
    private static int Only(Standing wanted, ReadOnlySpan<Candidate> all, ReadOnlySpan<int> eligible, Span<int> tried, in SlotRequest request, in Moment moment)
    {
        var count = 0;
        foreach (var place in eligible)
            if (StandingOf(all[place], request, moment) == wanted) tried[count++] = place;
        return count;
    }

    /// <summary>Null where all of them were left through, being ahead of their plan.</summary>
    private static Creative? Draw(ReadOnlySpan<Candidate> all, ReadOnlySpan<int> tried, Goals? goals, ref double draw)
    {
        for (var from = 0; from < tried.Length;)
            if (Rung.Next(all, tried, ref from).Draw(goals, ref draw) is { } creative) return creative;
        return null;
    }

    private static Standing StandingOf(in Candidate candidate, in SlotRequest request, in Moment moment)
    {
        if (!moment.MayShow(candidate.Mark)) return Standing.Fresh;
        var id = candidate.Creative.Id;
        var isCurrent = id == request.Current;
        foreach (ref readonly var shown in request.OnPage)
            if (shown.Creative == id) return isCurrent ? Standing.CurrentAndOnPage : Standing.OnPage;
        return isCurrent ? Standing.Current : Standing.Fresh;
    }
}
