using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Delivery;

/// <summary>The creatives of one standing that are tried at the same time; linked is in serving order and holds at least one of them.</summary>
internal readonly ref struct Rung
{
    /// <summary>The part of the eCPM tier's requests that goes to its highest eCPM; the rest is drawn for by weight, so that others are seen (OpenX's ecpmSelectionRate).</summary>
    private const double ToHighest = 0.9;

    private readonly ReadOnlySpan<Creative> linked;
    private readonly ReadOnlySpan<Standing> standings;
    private readonly Standing wanted;

    private Rung(ReadOnlySpan<Creative> linked, ReadOnlySpan<Standing> standings, Standing wanted)
    {
        this.linked = linked;
        this.standings = standings;
        this.wanted = wanted;
    }

    /// <summary>The next one that has creatives of that standing; from moves behind it.</summary>
    public static bool TryNext(ReadOnlySpan<Creative> linked, ReadOnlySpan<Standing> standings, Standing wanted, ref int from, out Rung rung)
    {
        rung = default;
        var next = standings[from..].IndexOf(wanted);
        if (next < 0) return false;
        var first = from + next;
        from = first + 1;
        while (from < linked.Length && ServingOrder.SameRung(linked[first].Campaign, linked[from].Campaign)) from++;
        rung = new(linked[first..from], standings[first..from], wanted);
        return true;
    }

    /// <summary>
    /// First the campaigns that are spread over their time take the request with the part that each wants; together they take no more than all.
    /// What they leave is drawn for by weight, and with what is left of the draw, one of the campaign's creatives. Null leaves the request,
    /// and the draw, to the next rung.
    /// </summary>
    public Creative? Draw(Goals? goals, ref double draw)
    {
        if (linked[0].Campaign.Tier == Tier.Ecpm) return DrawByEcpm(draw);
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
        var highest = linked[standings.IndexOf(wanted)].Campaign.Ecpm ?? 0;
        if (highest <= 0) return DrawByWeight(draw);
        if (draw < ToHighest) return DrawHighest(highest, draw / ToHighest);
        var rest = (draw - ToHighest) / (1 - ToHighest);
        return DrawByWeight(rest) ?? DrawHighest(highest, rest);
    }

    private Creative? DrawByWeight(double draw) => Choose(null, paced: false, draw * Sum(null).Weights);

    private Creative DrawHighest(decimal ecpm, double draw)
    {
        var end = 0;
        while (end < linked.Length && (linked[end].Campaign.Ecpm ?? 0) >= ecpm) end++;
        var left = (int)(draw * standings[..end].Count(wanted));
        var last = 0;
        // Rounding can lead behind the last one
        for (var i = 0; i < end && left >= 0; i++)
            if (standings[i] == wanted) (last, left) = (i, left - 1);
        return linked[last];
    }

    private static double BelowOne => 1 - (1.0 / (1L << 53));

    /// <summary>The parts wanted by, and the weights of, the campaigns that may be drawn.</summary>
    private (double Parts, double Weights, bool IsPaced) Sum(Goals? goals)
    {
        var (parts, weights, isPaced) = (0.0, 0.0, false);
        for (int start = 0, end; start < linked.Length; start = end)
        {
            end = EndOfCampaign(start);
            if (CreativeWeights(start..end) == 0) continue;
            var goal = PacedGoal(goals, start);
            if (goal is null) weights += Eligibility.Weight(linked[start].Campaign);
            else (parts, isPaced) = (parts + goal.Part, true);
        }
        return (parts, weights, isPaced);
    }

    /// <summary>Each could have what the others leave, and at least its share of what is wanted.</summary>
    private void Offer(Goals? goals, double parts)
    {
        for (int start = 0, end; start < linked.Length; start = end)
        {
            end = EndOfCampaign(start);
            if (PacedGoal(goals, start) is { } goal && CreativeWeights(start..end) > 0)
                goal.Offer(parts > 1 ? goal.Part / parts : 1 - parts + goal.Part);
        }
    }

    private Creative? Choose(Goals? goals, bool paced, double point)
    {
        var last = default(Creative);
        for (int start = 0, end; start < linked.Length; start = end)
        {
            end = EndOfCampaign(start);
            var goal = PacedGoal(goals, start);
            if (goal is null == paced || CreativeWeights(start..end) == 0) continue;
            var share = goal?.Part ?? Eligibility.Weight(linked[start].Campaign);
            if (share <= 0) continue;
            last = OneOf(start..end, Math.Min(1, point / share));
            if (point < share) return last;
            point -= share;
        }
        // Rounding, or a part that fell meanwhile, can lead behind the last one
        return last;
    }

    private Goal? PacedGoal(Goals? goals, int at) => goals?.Of(linked[at].Campaign) is { IsPaced: true } goal ? goal : null;

    private Creative OneOf(Range campaign, double share)
    {
        var point = share * CreativeWeights(campaign);
        var last = -1;
        for (var i = campaign.Start.Value; i < campaign.End.Value; i++)
        {
            if (standings[i] != wanted) continue;
            last = i;
            if (point < linked[i].Weight) break;
            point -= linked[i].Weight;
        }
        return linked[last];
    }

    private long CreativeWeights(Range campaign)
    {
        var sum = 0L;
        for (var i = campaign.Start.Value; i < campaign.End.Value; i++)
            if (standings[i] == wanted) sum += linked[i].Weight;
        return sum;
    }

    private int EndOfCampaign(int start)
    {
        var end = start + 1;
        while (end < linked.Length && linked[end].Campaign.Id == linked[start].Campaign.Id) end++;
        return end;
    }
}
