using System.Text.Json.Nodes;
using CometAdTag.Service.Access;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Reports;

/// <summary>What was counted here, what the ad server was told of it, and what it says itself, with the difference.</summary>
internal static class ReconciliationFeature
{
    private static readonly ReportKey[] Keys = [ReportKey.Hour, ReportKey.Day, ReportKey.Campaign];

    public static WebApplicationBuilder AddReconciliation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReconciliationReader>();
        builder.Services.AddSingleton<ReconciliationDesk>();
        builder.Services.AddHostedService<ReconciliationWatch>();
        return builder;
    }

    public static WebApplication MapReconciliation(this WebApplication app)
    {
        app.MapGet("/api/v1/report/reconciliation", Report).RequireRole(Role.Viewer)
            .WithName("reconciliation").WithTags("report").WithSummary("What was counted here, what the ad server was told of it, what it counted itself, and the difference")
            .WithMetadata([.. ReportsFeature.Parameters(ReportKey.Campaign, Keys)])
            .Produces<JsonObject>(StatusCodes.Status200OK, "application/json", "text/csv").ProducesValidationProblem();
        return app;
    }

    private static Task<IResult> Report(HttpRequest request, ReconciliationDesk desk, Live<LedgerOptions> options, TimeProvider time, CancellationToken ct)
    {
        var parameters = new ReportParameters(request.Query, options.Value.RollupDays, time.GetUtcNow()) { Keys = Keys };
        return parameters.Read(ReportKey.Campaign) is { } query
            ? ReportsFeature.Answered(() => desk.Answer(query, ct))
            : Task.FromResult(ReportsFeature.Wrong(parameters));
    }
}
