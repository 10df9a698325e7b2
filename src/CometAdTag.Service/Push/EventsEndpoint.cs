using System.Text.Json;
using CometAdTag.Service.Access;
using Microsoft.AspNetCore.Mvc;

namespace CometAdTag.Service.Push;

/// <summary>Events of the publisher's own server.</summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/events", Fire).RequireRole(Role.Publisher)
            .WithSummary("Rotates slots on every page that an event concerns.")
            .Produces<EventResult>(StatusCodes.Status202Accepted).ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);
        app.MapGet("/api/v1/events/{id}", Find).RequireRole(Role.Publisher)
            .WithSummary("What an event of the last day did.")
            .Produces<EventResult>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The header Idempotency-Key (1 to 128 characters): repeated within a day by the same API key it gives the first answer again and rotates nothing.</summary>
    private static IResult Fire(
        EventDocument happened, [FromHeader(Name = "Idempotency-Key")] string? key, HttpContext context, PageEvents events, LineupBoard board)
    {
        var errors = happened.Errors(board.Current);
        if (key?.Length is 0 or > 128) errors["Idempotency-Key"] = ["has 1 to 128 characters"];
        if (errors.Count > 0) return Results.ValidationProblem(errors, title: "The event was not fired.");
        if (key is null) return Accepted(events.Fire(happened));
        return events.Once($"{context.User.Identity!.Name}\n{key}", JsonSerializer.Serialize(happened), () => events.Fire(happened)) is { } result
            ? Accepted(result)
            : Results.Problem("This Idempotency-Key was used for another event.", title: "The event was not fired.", statusCode: StatusCodes.Status409Conflict);
    }

    private static IResult Find(string id, PageEvents events) =>
        events.Find(id) is { } result ? Results.Ok(result) : Results.Problem($"No event of the last day has the id \"{id}\".", statusCode: StatusCodes.Status404NotFound);

    private static IResult Accepted(EventResult result) => Results.Accepted($"/api/v1/events/{result.Id}", result);
}
