using System.Globalization;
using System.Threading.RateLimiting;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;
using Microsoft.AspNetCore.RateLimiting;

namespace CometAdTag.Service.Access;

/// <summary>How often a key and an address may ask. A known key is never refused for what others at its address get wrong.</summary>
internal static class ApiLimits
{
    /// <summary>Seconds' worth that may be saved up.</summary>
    private const int Burst = 10;

    /// <summary>Unknown keys a second from one address.</summary>
    private const int UnknownKeys = 1;

    private static readonly RateLimitPartition<(string, int)> None = RateLimitPartition.GetNoLimiter(("", 0));

    public static void Set(RateLimiterOptions limiter, Live<AccessOptions> options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            // First, so that what it refuses uses up nothing of its address
            PartitionedRateLimiter.Create<HttpContext, (string, int)>(request =>
                GaveUnknownKey(request) ? Bucket(Address(request), UnknownKeys) : None),
            PartitionedRateLimiter.Create<HttpContext, (string, int)>(request => Bucket(Address(request), options.Value.RequestsPerAddress)),
            PartitionedRateLimiter.Create<HttpContext, (string, int)>(request =>
                request.User.Identity is { IsAuthenticated: true } key ? Bucket(key.Name!, options.Value.RequestsPerKey) : None));
        limiter.OnRejected = Refuse;
    }

    private static bool GaveUnknownKey(HttpContext request) =>
        request.Request.Headers.Authorization.Count > 0 && request.User.Identity is not { IsAuthenticated: true };

    private static string Address(HttpContext request) => AddressKey.Of(request.Connection.RemoteIpAddress);

    // The rate is part of the partition, so that a changed setting begins anew
    private static RateLimitPartition<(string, int)> Bucket(string whose, int perSecond) => perSecond == 0
        ? None
        : RateLimitPartition.GetTokenBucketLimiter((whose, perSecond), _ => new()
        {
            TokenLimit = perSecond * Burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    private static async ValueTask Refuse(OnRejectedContext refused, CancellationToken cancel)
    {
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
        refused.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        var detail = GaveUnknownKey(refused.HttpContext)
            ? "Too many requests with an unknown key came from this address."
            : "This key or this address asks more often than Access:RequestsPerKey or Access:RequestsPerAddress allow.";
        await Results.Problem($"{detail} Ask again in {wait} s.", title: "Too many requests.", statusCode: StatusCodes.Status429TooManyRequests)
            .ExecuteAsync(refused.HttpContext);
    }
}
