using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Access;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Reports;

/// <summary>What refreshing brings: the pages that refresh beside those that were held out.</summary>
internal static class HoldoutFeature
{
    /// <summary>The offsets of times are not escaped: this is no part of a page.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapHoldout(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/report/holdout", Report).RequireRole(Role.Viewer)
        .WithName("holdout").WithTags("report").WithSummary("What a page brings that refreshes and one that is held out, and the lift with its 95 % interval")
        .WithMetadata(
            new ApiParameter("from", "Not before this time: ISO 8601, such as 2026-11-22; a day before `to` if it is not given."),
            new ApiParameter("to", "Before this time; now if it is not given. Both are widened to whole hours of UTC."),
            new ApiParameter("website", "The website's id; all of them if it is not given."),
            new ApiParameter("timeZone", "The time zone (IANA name) of times given without an offset, and of the answer; UTC if it is not given."),
            new ApiParameter("format", $"{string.Join(" or ", Words.All<ReportFormat>())}; json if it is not given."))
        .Produces<HoldoutReport>(StatusCodes.Status200OK, "application/json", "text/csv").ProducesValidationProblem();

    private static Task<IResult> Report(HttpRequest request, HoldoutDesk desk, Live<LedgerOptions> options, TimeProvider time, CancellationToken ct)
    {
        var parameters = new ReportParameters(request.Query, options.Value.RollupDays, time.GetUtcNow(), own: "website");
        if (parameters.Read() is not { } range) return Task.FromResult(ReportsFeature.Wrong(parameters));
        var query = HoldoutQuery.Of(range, request.Query.TryGetValue("website", out var website) ? website.ToString() : null);
        return ReportsFeature.Answered(async () => await desk.Read(query, ct) is not { } sums ? null
            : range.Format is ReportFormat.Csv ? Csv(sums)
            : Results.Json(HoldoutReport.Of(query, sums), Json));
    }

    private static IResult Csv(HoldoutSums sums)
    {
        var body = new ArrayBufferWriter<byte>();
        var csv = new CsvReport(body, HoldoutRow.Columns);
        csv.Begin();
        foreach (var row in HoldoutRow.Of(sums)) csv.Row(row.Cells());
        csv.End();
        return Results.Bytes(body.WrittenSpan.ToArray(), ReportStream.ContentType(ReportFormat.Csv));
    }
}
