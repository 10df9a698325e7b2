using System.Threading.RateLimiting;

namespace CometAdTag.Service.Reports;

/// <summary>Sends a report as it is written, and then lets its table and its turn go.</summary>
internal sealed class ReportStream(ReportTable table, ReportFormat format, RateLimitLease turn) : IResult
{
    public static string ContentType(ReportFormat format) =>
        format is ReportFormat.Csv ? "text/csv; charset=utf-8; header=present" : "application/json";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var holds = turn;
        using var report = table;
        httpContext.Response.ContentType = ContentType(format);
        var body = httpContext.Response.BodyWriter;
        await report.Write(body, async ct => await body.FlushAsync(ct), httpContext.RequestAborted);
    }
}
