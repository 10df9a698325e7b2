using System.Security.Claims;
using System.Text.Json;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>The ad server's change notice.</summary>
internal static class PullEndpoint
{
    public static void MapPull(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/campaigns/pull", Pull).RequireRole(Role.Adserver, Role.Adops)
            .WithSummary("Pulls the campaigns now; many notices in a row become one pull. ?force=true (adops) takes a feed that AdServer:MaxShrink holds back.")
            .Produces<PullReport>().ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<IResult> Pull(
        HttpContext context, SourceAtStart source, PullNotices notices, SnapshotPull pull, Snapshots snapshots, ControlFile control, TimeProvider time,
        bool force = false)
    {
        var holders = RoleRules.Holders(force ? Role.Adops : Role.Adserver).Select(Words.Of);
        if (!holders.Any(context.User.IsInRole))
            return Results.Problem(
                $"A key with the role {context.User.FindFirstValue(ClaimTypes.Role)} may not {(force ? "force a pull" : "pull without force")}.",
                title: "This key may not do this.", statusCode: StatusCodes.Status403Forbidden);
        if (source.IsDelegated)
            return Results.Problem(
                $"With AdServer:Source {source.Name} the ad server decides each fill and no campaigns are held here: its changes show with the next fill.",
                title: "There is nothing to pull.", statusCode: StatusCodes.Status409Conflict);
        var result = force ? await pull.PullAsync(force: true, context.RequestAborted) : await notices.Take().WaitAsync(context.RequestAborted);
        if (force) Audit(control, context.WhoIs(), result, time.GetUtcNow());
        var report = new PullReport(Words.Of(result.Outcome), [.. result.Errors], snapshots.Current.Creatives.Count);
        return result.Outcome is AdServerOutcome.Ok or AdServerOutcome.NotModified or AdServerOutcome.Shrink
            ? Results.Ok(report)
            : Results.Problem(string.Join("; ", result.Errors.Take(20)), title: "The campaigns could not be pulled; the last good ones stay.",
                statusCode: StatusCodes.Status502BadGateway, extensions: new Dictionary<string, object?> { ["outcome"] = report.Outcome, ["errors"] = report.Errors });
    }

    /// <summary>Somebody set AdServer:MaxShrink aside: the audit says who.</summary>
    private static void Audit(ControlFile control, string who, PullResult result, DateTimeOffset at) =>
        control.Change(who, "pull forced", "forced pull", "campaigns", JsonSerializer.Serialize(new { at, outcome = Words.Of(result.Outcome) }));
}

/// <summary>What a pull did: ok, not_modified or shrink (held back by AdServer:MaxShrink), and the creatives that are served now.</summary>
internal sealed record PullReport(string Outcome, string[] Errors, int Creatives);
