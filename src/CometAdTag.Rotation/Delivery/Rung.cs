using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Delivery;

/// <summary>Candidates that are tried at the same time, at least one, by their places in serving order.</summary>
internal readonly ref struct Rung
{
    /// <summary>The part of the eCPM tier's requests that goes to its highest eCPM; the rest is drawn for by weight, so that others are seen (OpenX's ecpmSelectionRate).</summary>
    private const double ToHighest = 0.9;

    private readonly ReadOnlySpan<Candidate> candidates;
    private readonly ReadOnlySpan<int> places;

    private Rung(ReadOnlySpan<Candidate> candidates, ReadOnlySpan<int> places)
    {
        this.candidates = candidates;
        this.places = places;
    }

    /// <summary>The one that begins there; from moves behind it.</summary>
    public static Rung Next(ReadOnlySpan<Candidate> candidates, ReadOnlySpan<int> places, ref int from)
    {
        var first = from;
        var rung = candidates[places[first]].Rung;
        while (from < places.Length && candidates[places[from]].Rung == rung) from++;
        return new(candidates, places[first..from]);
    }

    /// <summary>
    /// First the campaigns that are spread over their time take the request with the part that each wants; together they take no more than all.
    /// What they leave is drawn for by weight, and with what is left of the draw, one of the campaign's creatives. Null leaves the request,
    /// and the draw, to the next rung.
    /// </summary>
    public Creative? Draw(Goals? goals, ref double draw)
    {
        if (At(0).Tier == Tier.Ecpm) return DrawByEcpm(draw);
        var (parts, weights, isPaced) = Sum(goals);
        if (isPaced) Offer(goals, parts);
        var taken = Math.Min(1, parts);
        if (draw < taken) return Choose(goals, paced: true, draw * (parts / taken));
        draw = Math.Clamp((draw - taken) / (1 - taken), 0, BelowOne);
        return weights > 0 ? Choose(goals, paced: false, draw * weights) : null;
    }

    /// <summary>Those of the highest eCPM share alike, whatever their weights; the rest of the requests, or where nobody knows an eCPM all, is drawn for by weight.</summary>
    private Creative? DrawByEcpm(double draw)
    {
        var highest = At(0).Campaign.Ecpm ?? 0;
        if (highest <= 0) return DrawByWeight(draw);
        if (draw < ToHighest) return DrawHighest(highest, draw / ToHighest);
        var rest = (draw - ToHighest) / (1 - ToHighest);
        return DrawByWeight(rest) ?? DrawHighest(highest, rest);
    }

    private Creative? DrawByWeight(double draw) => Choose(null, paced: false, draw * Sum(null).Weights);

    private Creative DrawHighest(decimal ecpm, double draw)
    {
        var end = 0;
        while (end < places.Length && (At(end).Campaign.Ecpm ?? 0) >= ecpm) end++;
        return At(Math.Min((int)(draw * end), end - 1)).Creative;
    }

    private static double BelowOne => 1 - (1.0 / (1L << 53));

    /// <summary>The parts wanted by, and the weights of, the campaigns.</summary>
    private (double Parts, double Weights, bool IsPaced) Sum(Goals? goals)
    {
        var (parts, weights, isPaced) = (0.0, 0.0, false);
        for (var start = 0; start < places.Length; start = EndOfCampaign(start))
        {
            var goal = PacedGoal(goals, start);
            if (goal is null) weights += At(start).CampaignWeight;
            else (parts, isPaced) = (parts + goal.Part, true);
        }
        return (parts, weights, isPaced);
    }

    /// <summary>Each could have what the others leave, and at least its share of what is wanted.</summary>
    private void Offer(Goals? goals, double parts)
    {
        for (var start = 0; start < places.Length; start = EndOfCampaign(start))
            if (PacedGoal(goals, start) is { } goal)
                goal.Offer(parts > 1 ? goal.Part / parts : 1 - parts + goal.Part);
    }

    private Creative? Choose(Goals? goals, bool paced, double point)
    {
        var last = 0..0;
        for (int start = 0, end; start < places.Length; start = end)
        {
            end = EndOfCampaign(start);
            var goal = PacedGoal(goals, start);
            if (goal is null == paced) continue;
            var share = goal?.Part ?? At(start).CampaignWeight;
            if (share <= 0) continue;
            if (point < share) return OneOf(start..end, point / share);
            (last, point) = (start..end, point - share);
        }
        // Rounding, or a part that fell meanwhile, can lead behind the last one
        return last.End.Value > 0 ? OneOf(last, 1) : null;
    }

    private Goal? PacedGoal(Goals? goals, int at) => goals?.Of(At(at).Ordinal) is { IsPaced: true } goal ? goal : null;

    private Creative OneOf(Range campaign, double share)
    {
        var (start, last, sum) = (campaign.Start.Value, campaign.End.Value - 1, 0L);
        for (var i = start; i <= last; i++) sum += At(i).Weight;
        var point = share * sum;
        for (var i = start; i < last; point -= At(i++).Weight)
            if (point < At(i).Weight) return At(i).Creative;
        return At(last).Creative;
    }

    private int EndOfCampaign(int start)
    {
        var end = start + 1;
        while (end < places.Length && At(end).Group == At(start).Group) end++;
        return end;
    }

    private ref readonly Candidate At(int at) => ref candidates[places[at]];
}
