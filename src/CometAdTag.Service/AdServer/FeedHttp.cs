using System.Net;
using System.Net.Http.Headers;
using CometAdTag.Service.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CometAdTag.Service.AdServer;

/// <summary>A feed behind an http(s) URL, asked for with patience and never for longer than the total timeout.</summary>
internal sealed class FeedHttp(TimeProvider time, Chance chance, Instruments instruments, ILogger<FeedHttp> log) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        MaxAutomaticRedirections = 5,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a change of the name's address is seen
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the pipeline has the timeouts
    };

    private readonly ResiliencePipeline<FeedAnswer> pipeline = FeedPatience.Pipeline(time, chance, instruments, log);

    public async Task<FeedAnswer> FetchAsync(Uri url, string key, string? etag, CancellationToken cancel)
    {
        try
        {
            return await pipeline.ExecuteAsync(token => new ValueTask<FeedAnswer>(AskAsync(url, key, etag, token)), cancel);
        }
        catch (TimeoutRejectedException late)
        {
            return new(PullOutcome.Timeout, $"no answer within {late.Timeout.TotalSeconds:0} s");
        }
        catch (BrokenCircuitException)
        {
            return new(PullOutcome.CircuitOpen, "it failed so often that it is left alone for a moment");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<FeedAnswer> AskAsync(Uri url, string key, string? etag, CancellationToken cancel)
    {
        using var request = Request(url, key, etag);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return await FeedResponse.ReadAsync(response, etag is not null, time.GetUtcNow(), cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            return new(PullOutcome.Network, error.Message);
        }
    }

    private static HttpRequestMessage Request(Uri url, string key, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.UserAgent.Add(new("CometAdTag", null));
        if (key.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return request;
    }
}
