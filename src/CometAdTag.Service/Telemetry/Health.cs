namespace CometAdTag.Service.Telemetry;

/// <summary>Answers whether the process lives, and whether it has all it needs to serve pages.</summary>
internal sealed class Health(IServiceProvider services, IEnumerable<ReadyWhen> needs)
{
    private readonly ReadyWhen[] needs = [.. needs];

    public static IResult Live() => Results.Json(new { status = "live" });

    /// <summary>200, or 503 with the names of what is missing.</summary>
    public IResult Ready()
    {
        var missing = needs.Where(need => !need.IsThere(services)).Select(need => need.Name).ToArray();
        return missing.Length == 0
            ? Results.Json(new { status = "ready" })
            : Results.Json(new { status = "not_ready", missing }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
