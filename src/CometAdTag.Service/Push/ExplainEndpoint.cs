using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Rotation.Wire;
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
        var parameters = new ExplainParameters(request.Query);
        if (parameters.Read() is not { } facts) return Results.ValidationProblem(parameters.Errors);
        var (lineup, now) = (board.Current, clock.Time.GetUtcNow());
        if (lineup.Zone(id) is not { } zone) return Results.Problem($"No zone has the id \"{id}\".", statusCode: StatusCodes.Status404NotFound);
        return Results.Ok(lineup.IsDelegated
            ? new Explanation(id, "", zone.Width, zone.Height, []) { Note = Delegated }
            : new Explanation(zone.Id, zone.Name, zone.Width, zone.Height, Verdicts(lineup, zone, facts, viewers.Read(parameters.Viewer, now), board.IsTooOld, pacemaker, now)));
    }

    private static CreativeVerdict[] Verdicts(Lineup lineup, Zone zone, PageFacts facts, ViewerHistory history, bool isTooOld, Pacemaker pacemaker, DateTimeOffset now)
    {
        var (linked, rules) = (lineup.Snapshot.LinkedTo(zone), lineup.Rules.Of(zone));
        var passed = new ulong[rules?.Length ?? 0];
        rules?.Evaluate(facts, now, passed);
        return [.. linked.Select((creative, place) => Verdict(
            creative, isTooOld ? PassbackReason.SnapshotOld : Eligibility.Refusal(creative, place, new SlotRequest { Zone = zone, Goals = lineup.Goals, History = history, PassedRules = passed }, now),
            lineup.Rules.Explain(creative, facts, now), pacemaker.Report(creative.Campaign.Id)))];
    }

    private static CreativeVerdict Verdict(Creative creative, PassbackReason? refusal, ImmutableArray<RuleVerdict> rules, GoalReport? goal)
    {
        var campaign = creative.Campaign;
        return new(creative.Id, creative.Name, campaign.Id, campaign.Name, Words.Of(campaign.Tier), campaign.Priority, campaign.Weight, creative.Weight,
            refusal is { } reason ? Words.Of(reason) : "eligible")
        {
            Goal = goal,
            Rules = rules.IsEmpty ? null : [.. rules.Select(RowVerdict.Of)],
        };
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
