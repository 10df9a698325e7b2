using System.Text.Json.Nodes;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>What was served, rendered, viewed and clicked, straight from the ledger's files.</summary>
internal static class ReportEndpoints
{
    public static WebApplication MapReport(this WebApplication app)
    {
        app.MapGet("/api/v1/report", Report).RequireRole(Role.Viewer)
            .WithName("report").WithTags("report").WithSummary("What was served, rendered, viewed and clicked")
            .WithMetadata(
                new ApiParameter("from", "Not before this time: ISO 8601, such as 2026-11-22T10:00Z; a day before `to` if it is not given."),
                new ApiParameter("to", "Before this time; now if it is not given."),
                new ApiParameter("by", $"The keys of a row, with commas between them: {string.Join(", ", Words.All<ReportKey>())}; zone if it is not given."),
                new ApiParameter("format", "json."))
            .Produces<JsonObject>().ProducesValidationProblem();
        return app;
    }

    private static async Task<IResult> Report(HttpRequest request, ReportReader reader, TimeProvider time, CancellationToken ct)
    {
        var parameters = new ReportParameters(request.Query, time.GetUtcNow());
        if (parameters.Read() is not { } query)
            return Results.ValidationProblem(parameters.Errors, title: "The report was asked for with wrong parameters.");
        try
        {
            return await reader.Read(query, ct);
        }
        catch (ReportTooLargeException e)
        {
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["by"] = [e.Message] }, title: "The report is too large.");
        }
        catch (Exception e) when (e is LedgerUnavailableException or SqliteException)
        {
            return Results.Problem(LedgerFailure.Cause(e), title: "The ledger cannot be read now.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
