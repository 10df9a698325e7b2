using System.Text.Json.Nodes;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// Campaigns in the words of the feed. The API tells neither that one is paused, nor companions, booked conversions, the eCPM of one that
/// is not sold by the thousand, nor that an advertiser wants a page for itself; the plugin tells the status.
/// </summary>
internal static class ReviveCampaignItems
{
    private const long Override = -1, Ecpm = -2, CostPerThousand = 1;

    public static ReviveItem Campaign(ReviveRow row, string advertiser, long? told)
    {
        var (id, name, priority) = (row.Id("campaignId"), row.Text("campaignName"), row.Whole("priority") ?? 0);
        var json = new JsonObject
        {
            ["id"] = id,
            ["advertiser"] = advertiser,
            ["name"] = name,
            ["tier"] = Words.Of(TierOf(priority)),
            ["priority"] = priority,
            ["weight"] = row.Whole("weight") ?? 0,
            ["status"] = Words.Of(told is { } status ? Told(row, status) : Derived(row, priority)),
        };
        if (row.Day("startDate") is { } start) json["start"] = start;
        if (row.Day("endDate") is { } end) json["end"] = end;
        if (Counts(("impressions", Goal(row, "impressions")), ("clicks", Goal(row, "clicks"))) is { } booked) json["booked"] = booked;
        if (Counts(("impressions", Goal(row, "targetImpressions"))) is { } daily) json["daily"] = daily;
        if (row.Whole("revenueType") == CostPerThousand && row.Real("revenue") is { } ecpm) json["ecpm"] = ecpm;
        return new(id, row.Id("advertiserId"), ReviveItem.LabelOf("campaign", id, name), ReviveInventoryItems.WithCap(json, row));
    }

    /// <summary>What Revive has in its tables; a status below 0 is delivered as 0 is.</summary>
    public static RunStatus Status(long status) => status switch
    {
        <= 0 => RunStatus.Running,
        1 => RunStatus.Paused,
        2 => RunStatus.Awaiting,
        3 => RunStatus.Expired,
        _ => RunStatus.Inactive, // also: waits for approval, was rejected
    };

    // Revive begins campaigns in its hourly maintenance; with the start known they begin on time
    private static RunStatus Told(ReviveRow row, long status) =>
        Status(status) is var said && said == RunStatus.Awaiting && row.Day("startDate") is not null ? RunStatus.Running : said;

    private static Tier TierOf(long priority) => priority switch
    {
        Override => Tier.Override,
        Ecpm => Tier.Ecpm,
        0 => Tier.Remnant,
        _ => Tier.Contract,
    };

    /// <summary>As Revive derives it. What lies in the flight and the goals the service sees itself, so awaiting and expired are not asked.</summary>
    private static RunStatus Derived(ReviveRow row, long priority)
    {
        var isActive = priority == Ecpm ? row.Real("revenue") > 0 : row.Whole("weight") > 0 || HasTarget(row) || HasBookingToSpread(row);
        return isActive ? RunStatus.Running : RunStatus.Inactive;
    }

    private static bool HasTarget(ReviveRow row) =>
        Goal(row, "targetImpressions") is not null || Goal(row, "targetClicks") is not null || Goal(row, "targetConversions") is not null;

    private static bool HasBookingToSpread(ReviveRow row) =>
        row.Day("endDate") is not null && (Goal(row, "impressions") is not null || Goal(row, "clicks") is not null);

    /// <summary>-1 is unlimited, and 0 binds nobody either.</summary>
    private static long? Goal(ReviveRow row, string member) => row.Whole(member) is > 0 and var goal ? goal : null;

    private static JsonObject? Counts(params ReadOnlySpan<(string Name, long? Count)> counts)
    {
        var json = new JsonObject();
        foreach (var (name, count) in counts)
            if (count is not null) json[name] = count;
        return json.Count > 0 ? json : null;
    }
}
