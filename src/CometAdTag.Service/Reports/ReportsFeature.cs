using System.Text.Json.Nodes;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Reports;

/// <summary>What was served, rendered, viewed and clicked, and what became of the rest, straight from the ledger's files.</summary>
internal static class ReportsFeature
{
    private static readonly ReportKey[] Keys = Enum.GetValues<ReportKey>();

    public static WebApplicationBuilder AddReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReportReader>();
        builder.Services.AddSingleton<ReportDesk>();
        builder.Services.AddSingleton<HoldoutReader>();
        builder.Services.AddSingleton<HoldoutDesk>();
        return builder;
    }

    public static WebApplication MapReport(this WebApplication app)
    {
        app.MapGet("/api/v1/report", Report).RequireRole(Role.Viewer)
            .WithName("report").WithTags("report").WithSummary("What was served, rendered, viewed and clicked, what became of what was never rendered, and what it earned")
            .WithMetadata([.. Parameters(ReportKey.Zone, Keys)])
            .Produces<JsonObject>(StatusCodes.Status200OK, "application/json", "text/csv").ProducesValidationProblem();
        app.MapHoldout();
        return app;
    }

    /// <summary>Answers with a report, or says why there is none; null where too many others are being made.</summary>
    public static async Task<IResult> Answered(Func<Task<IResult?>> report)
    {
        try
        {
            return await report()
                ?? Results.Problem("Too many reports are being made; ask again later.", title: "The service is busy.", statusCode: StatusCodes.Status503ServiceUnavailable);
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

    public static IResult Wrong(ReportParameters parameters) =>
        Results.ValidationProblem(parameters.Errors, title: "The report was asked for with wrong parameters.");

    /// <summary>The parameters of a report, as the API's description has them.</summary>
    public static ApiParameter[] Parameters(ReportKey unasked, params IEnumerable<ReportKey> keys) =>
    [
        new("from", "Not before this time: ISO 8601, such as 2026-11-22T10:00Z; a day before `to` if it is not given."),
        new("to", "Before this time; now if it is not given."),
        new("by", $"The keys of a row, with commas between them: {string.Join(", ", keys.Select(Words.Of))}; {Words.Of(unasked)} if it is not given."),
        new("timeZone", "The time zone (IANA name, such as Asia/Kathmandu) of hours and days, and of times given without an offset; UTC if it is not given."),
        new("format", $"{string.Join(" or ", Words.All<ReportFormat>())}; json if it is not given."),
    ];

    private static Task<IResult> Report(HttpRequest request, ReportDesk reports, Live<LedgerOptions> options, TimeProvider time, CancellationToken ct)
    {
        var parameters = new ReportParameters(request.Query, options.Value.RollupDays, time.GetUtcNow());
        return parameters.Read() is { } query ? Answered(() => reports.Answer(query, ct)) : Task.FromResult(Wrong(parameters));
    }
}
