using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Access;

/// <summary>Who changed what, and when.</summary>
internal static class AuditEndpoints
{
    public static WebApplication MapAudit(this WebApplication app)
    {
        app.MapGet("/api/v1/audit", Audit).RequireRole(Role.Adops)
            .WithName("audit").WithTags("audit").WithSummary("Who changed what, newest first")
            .WithMetadata(
                new ApiParameter("from", "Not before this time: ISO 8601, such as 2026-11-22T10:00Z."),
                new ApiParameter("to", "Before this time."),
                new ApiParameter("limit", $"At most so many entries, up to {AuditParameters.MostEntries}; 100 if it is not given."),
                new ApiParameter("before", "Only entries older than the one with this id: what `before` of the last answer says."))
            .Produces<AuditPage>().ProducesValidationProblem();
        return app;
    }

    private static IResult Audit(HttpRequest request, ControlFile control)
    {
        var parameters = new AuditParameters(request.Query);
        return parameters.Read() is { } query
            ? Results.Ok(query.Run(control))
            : Results.ValidationProblem(parameters.Errors, title: "The audit was asked for with wrong parameters.");
    }
}
