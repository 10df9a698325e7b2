using System.Text.Json;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>The refresh policies of zones and websites, live: connected pages follow within a second and lose no clock.</summary>
internal static class RefreshEndpoint
{
    public static void MapRefresh(this IEndpointRouteBuilder app)
    {
        Map(app, "/api/v1/zones/{id}/refresh", isZone: true);
        Map(app, "/api/v1/websites/{id}/refresh", isZone: false);
    }

    private static void Map(IEndpointRouteBuilder app, string path, bool isZone)
    {
        var what = isZone ? "zone" : "website";
        app.MapGet(path, (string id, LineupBoard board, PolicyStore set) => Exists(board, isZone, id) ? Results.Ok(Show(board, set, isZone, id)) : NotFound(board, what, id))
            .RequireRole(Role.Adops).WithSummary($"The refresh policy of a {what}, value by value, and where each comes from.")
            .Produces<PolicyView>().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapPut(path, (string id, JsonElement body, HttpContext context, LineupBoard board, PolicyStore set, Live<RefreshOptions> options) =>
                Put(id, body, context, board, set, options, isZone, what))
            .RequireRole(Role.Adops).WithSummary($"Sets the refresh policy of a {what}; what is left out is inherited.")
            .Accepts<RefreshDocument>("application/json").Produces<PolicyView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapDelete(path, (string id, HttpContext context, LineupBoard board, PolicyStore set) => Delete(id, context, board, set, isZone, what))
            .RequireRole(Role.Adops).WithSummary($"Removes what was set for a {what}; all is inherited again.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Put(
        string id, JsonElement body, HttpContext context, LineupBoard board, PolicyStore set, Live<RefreshOptions> options, bool isZone, string what)
    {
        if (!Exists(board, isZone, id)) return NotFound(board, what, id);
        RefreshDocument document;
        try
        {
            document = RefreshDocument.FromJson(body.GetRawText());
        }
        catch (JsonException wrong)
        {
            return Wrong([$"{wrong.Path ?? "$"}: there is no such value, or it cannot be this"]);
        }
        var errors = document.Errors(options.Value.AllowShortIntervals).ToArray();
        if (errors.Length > 0) return Wrong(errors);
        set.Set(context.WhoIs(), isZone, id, document.ToOverrides());
        board.Renew();
        return Results.Ok(Show(board, set, isZone, id));
    }

    private static IResult Delete(string id, HttpContext context, LineupBoard board, PolicyStore set, bool isZone, string what)
    {
        if (!Exists(board, isZone, id)) return NotFound(board, what, id);
        set.Set(context.WhoIs(), isZone, id, policy: null);
        board.Renew();
        return Results.NoContent();
    }

    private static PolicyView Show(LineupBoard board, PolicyStore set, bool isZone, string id)
    {
        var lineup = board.Current;
        return isZone ? PolicyView.Of(lineup.Resolved(id)) : PolicyView.Of(set.Current.OfWebsite(id));
    }

    private static bool Exists(LineupBoard board, bool isZone, string id) =>
        isZone ? board.Current.Zone(id) is not null : board.Current.Snapshot.Websites.ContainsKey(id);

    private static IResult NotFound(LineupBoard board, string what, string id) => Results.Problem(
        board.Current.IsDelegated ? $"\"{id}\": the ad server decides each fill, and nothing is known here but the numbers of its zones." : $"No {what} has the id \"{id}\".",
        statusCode: StatusCodes.Status404NotFound);

    private static IResult Wrong(string[] errors) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { ["policy"] = errors }, title: "The policy was not set.");
}
