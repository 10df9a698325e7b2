using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery;

/// <summary>The creatives of one standing that are tried at the same time; linked is in serving order and holds at least one of them.</summary>
internal readonly ref struct Rung
{
    private readonly ReadOnlySpan<Creative> linked;
    private readonly ReadOnlySpan<Standing> standings;
    private readonly Standing wanted;

    public Rung(ReadOnlySpan<Creative> linked, ReadOnlySpan<Standing> standings, Standing wanted)
    {
        var first = standings.IndexOf(wanted);
        var end = first + 1;
        while (end < linked.Length && ServingOrder.SameRung(linked[first].Campaign, linked[end].Campaign)) end++;
        this.linked = linked[first..end];
        this.standings = standings[first..end];
        this.wanted = wanted;
    }

    /// <summary>Draws a campaign by weight, then, with what is left of the draw, one of its creatives by weight.</summary>
    public Creative Draw(double draw)
    {
        var point = draw * CampaignWeights();
        var last = 0..0;
        for (int start = 0, end; start < linked.Length; start = end)
        {
            end = EndOfCampaign(start);
            if (CreativeWeights(start..end) == 0) continue;
            last = start..end;
            var weight = Eligibility.Weight(linked[start].Campaign);
            if (point < weight) return OneOf(last, point / weight);
            point -= weight;
        }
        return OneOf(last, 1); // the draw was so near to 1 that rounding made it 1
    }

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

    private long CampaignWeights()
    {
        var sum = 0L;
        for (int start = 0, end; start < linked.Length; start = end)
        {
            end = EndOfCampaign(start);
            if (CreativeWeights(start..end) > 0) sum += Eligibility.Weight(linked[start].Campaign);
        }
        return sum;
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
