using System.Text.Json.Serialization;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Service.Access;

namespace CometAdTag.Service.Push;

/// <summary>Answers "why does this zone show that, or nothing": every linked creative with its verdict.</summary>
internal static class ExplainEndpoint
{
    private const string Delegated = "With AdServer:Source revive-delivery the ad server decides each fill: its own linked banners and delivery rules say why.";

    public static void MapExplain(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/zones/{id}/explain", Explain).RequireRole(Role.Viewer)
            .WithSummary("Every creative linked to a zone, with its verdict now, for a page that is described.")
            .WithMetadata([.. ExplainParameters.Described])
            .Produces<Explanation>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Explain(string id, HttpRequest request, LineupBoard board, Pacemaker pacemaker, ViewerSigner viewers, ServiceClock clock)
    {
        var (parameters, lineup, now) = (new ExplainParameters(request.Query), board.Current, clock.Time.GetUtcNow());
        var facts = parameters.Read(lineup);
        if (parameters.Errors.Count > 0) return Results.ValidationProblem(parameters.Errors);
        if (lineup.Zone(id) is not { } zone) return Results.Problem($"No zone has the id \"{id}\".", statusCode: StatusCodes.Status404NotFound);
        if (lineup.IsDelegated) return Results.Ok(new Explanation(id, "", zone.Width, zone.Height, []) { Note = Delegated });
        var explainer = new Explainer(lineup, pacemaker, facts, viewers.Read(parameters.Viewer, now), parameters.OnPage, board.IsTooOld, now);
        return Results.Ok(explainer.Of(zone));
    }
}

/// <summary>A zone, its size in CSS pixels (-1 is any), and the verdict on each creative linked to it.</summary>
internal sealed record Explanation(string Zone, string Name, int Width, int Height, CreativeVerdict[] Creatives)
{
    /// <summary>The zones that it falls to where it has nothing to show, in their order, with their verdicts for the same page and size.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Explanation[]? Chain { get; init; }

    /// <summary>Why no verdicts can be given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>Verdict: eligible, or the passback reason that bars it.</summary>
internal sealed record CreativeVerdict(
    string Creative, string Name, string Campaign, string CampaignName, string Tier, int Priority, int CampaignWeight, int Weight, string Verdict)
{
    /// <summary>How its campaign stands to its goals; impressions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoalReport? Goal { get; init; }

    /// <summary>What each of its delivery rules says of the page that was described.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowVerdict[]? Rules { get; init; }
}

/// <summary>A row of delivery rules, counted from 1, and whether the page passes it; the problem says in words why it could not be asked.</summary>
internal sealed record RowVerdict(int Row, string Logical, string Type, string Comparison, string Data, bool Passes)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    public static RowVerdict Of(RuleVerdict verdict)
    {
        var rule = verdict.Rule;
        return new(verdict.Row, rule.Logical, rule.Type, rule.Comparison, rule.Data, verdict.Passes) { Problem = verdict.Problem };
    }
}
