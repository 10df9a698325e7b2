using System.Text.Json.Serialization;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;

namespace CometAdTag.Service.Push;

/// <summary>Answers "why does this zone show that, or nothing": every linked creative with its verdict.</summary>
internal static class ExplainEndpoint
{
    private const string Delegated = "With AdServer:Source revive-delivery the ad server decides each fill: its own linked banners and delivery rules say why.";

    public static void MapExplain(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/zones/{id}/explain", Explain).RequireRole(Role.Viewer)
            .WithSummary("Every creative linked to a zone, with its verdict now.")
            .Produces<Explanation>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Url: of the page that asks; rules on it come with a later version, so today it only has to be a URL.</summary>
    private static IResult Explain(string id, string? url, LineupBoard board, ServiceClock clock)
    {
        if (url is not null && WebOrigin.Of(url) is null)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["url"] = ["not an absolute http or https URL"] });
        var lineup = board.Current;
        if (lineup.Zone(id) is not { } zone) return Results.Problem($"No zone has the id \"{id}\".", statusCode: StatusCodes.Status404NotFound);
        if (lineup.IsDelegated) return Results.Ok(new Explanation(id, "", zone.Width, zone.Height, []) { Note = Delegated });
        var creatives = lineup.Snapshot.LinkedTo(zone).Select(creative => Verdict(creative, zone, board.IsTooOld, clock.Time.GetUtcNow())).ToArray();
        return Results.Ok(new Explanation(zone.Id, zone.Name, zone.Width, zone.Height, creatives));
    }

    private static CreativeVerdict Verdict(Creative creative, Zone zone, bool isTooOld, DateTimeOffset now)
    {
        var refusal = isTooOld ? PassbackReason.SnapshotOld : Eligibility.Refusal(creative, new SlotRequest { Zone = zone }, now);
        var campaign = creative.Campaign;
        return new(creative.Id, creative.Name, campaign.Id, campaign.Name, Words.Of(campaign.Tier), campaign.Priority, campaign.Weight, creative.Weight,
            refusal is { } reason ? Words.Of(reason) : "eligible");
    }
}

/// <summary>A zone, its size in CSS pixels (-1 is any), and the verdict on each creative linked to it.</summary>
internal sealed record Explanation(string Zone, string Name, int Width, int Height, CreativeVerdict[] Creatives)
{
    /// <summary>Why no verdicts can be given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>Verdict: eligible, or the passback reason that bars it.</summary>
internal sealed record CreativeVerdict(
    string Creative, string Name, string Campaign, string CampaignName, string Tier, int Priority, int CampaignWeight, int Weight, string Verdict);
