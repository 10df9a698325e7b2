using CometAdTag.Service.Access;

namespace CometAdTag.Service.Push;

/// <summary>Takes creatives and campaigns off every page, until it is lifted.</summary>
internal static class WithdrawalsEndpoint
{
    public static void MapWithdrawals(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/withdrawals", Make).RequireRole(Role.Adops)
            .WithSummary("Takes a creative or a campaign off every page now, until the withdrawal is deleted.")
            .Produces<WithdrawalMade>(StatusCodes.Status202Accepted).ProducesValidationProblem();
        app.MapGet("/api/v1/withdrawals", (Withdrawals withdrawals) => Results.Ok(withdrawals.All)).RequireRole(Role.Adops)
            .WithSummary("What is withdrawn now, the newest first.").Produces<Withdrawal[]>();
        app.MapGet("/api/v1/withdrawals/{id}", (string id, Withdrawals withdrawals) => withdrawals.Find(id) is { } found ? Results.Ok(found) : NotFound(id))
            .RequireRole(Role.Adops).WithSummary("One withdrawal.").Produces<Withdrawal>().ProducesProblem(StatusCodes.Status404NotFound);
        app.MapDelete("/api/v1/withdrawals/{id}", Lift).RequireRole(Role.Adops)
            .WithSummary("Lifts a withdrawal: what it took off may be chosen again.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Make(WithdrawalDocument asked, HttpContext context, Withdrawals withdrawals, LineupBoard board, ServiceClock clock)
    {
        var errors = asked.Errors(board.Current);
        if (withdrawals.IsFull) errors["creative"] = [$"{Withdrawals.Most} withdrawals are in force; delete some first"];
        if (errors.Count > 0) return Results.ValidationProblem(errors, title: "Nothing was withdrawn.");
        var id = Guid.CreateVersion7(clock.Time.GetUtcNow()).ToString();
        withdrawals.Make(new(id, asked.Creative, asked.Campaign, asked.Reason, context.WhoIs(), clock.Unix));
        return Results.Accepted($"/api/v1/withdrawals/{id}", new WithdrawalMade(id, board.Renew(takesAny: true)));
    }

    private static IResult Lift(string id, HttpContext context, Withdrawals withdrawals, LineupBoard board)
    {
        if (withdrawals.Find(id) is null) return NotFound(id);
        withdrawals.Lift(context.WhoIs(), id);
        board.Renew();
        return Results.NoContent();
    }

    private static IResult NotFound(string id) =>
        Results.Problem($"No withdrawal has the id \"{id}\".", statusCode: StatusCodes.Status404NotFound);
}

/// <summary>The answer to a withdrawal: how many pages of this node showed what it takes off.</summary>
internal sealed record WithdrawalMade(string Id, int Pages);
