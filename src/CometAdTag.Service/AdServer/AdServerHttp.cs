using System.Net;
using System.Net.Http.Headers;

namespace CometAdTag.Service.AdServer;

/// <summary>The one HTTP client that asks the ad server. One request, one bounded answer; how often and how long is the caller's patience.</summary>
internal sealed class AdServerHttp(TimeProvider time) : IDisposable
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        MaxAutomaticRedirections = 5,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a change of the name's address is seen
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the pipelines have the timeouts
    };

    /// <summary>For what counts each time it is asked: a reused connection that had just been closed would have it sent again, unseen.</summary>
    private readonly HttpClient once = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.Zero,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Takes the request over; an answer that is not 200 (or 304, where it was asked for) is a failure.</summary>
    public Task<AdServerAnswer> AskAsync(HttpRequestMessage request, CancellationToken cancel) => AskAsync(request, AdServerBody.MaxBytes, cancel);

    /// <summary>So too where the answer has more bytes.</summary>
    public Task<AdServerAnswer> AskAsync(HttpRequestMessage request, int maxBytes, CancellationToken cancel) => AskAsync(client, request, maxBytes, cancel);

    /// <summary>The same on a connection of its own, sent at most once; a redirect is not followed but an answer.</summary>
    public Task<AdServerAnswer> AskOnceAsync(HttpRequestMessage request, int maxBytes, CancellationToken cancel) => AskAsync(once, request, maxBytes, cancel);

    public void Dispose()
    {
        client.Dispose();
        once.Dispose();
    }

    private async Task<AdServerAnswer> AskAsync(HttpClient client, HttpRequestMessage request, int maxBytes, CancellationToken cancel)
    {
        using var asked = request;
        if (!asked.Headers.NonValidated.Contains("User-Agent"))
            asked.Headers.UserAgent.Add(new ProductInfoHeaderValue("CometAdTag", null));
        try
        {
            using var response = await client.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, cancel);
            return await AdServerResponse.ReadAsync(response, asked.Headers.NonValidated.Contains("If-None-Match"), time.GetUtcNow(), maxBytes, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException)
        {
            return new(AdServerOutcome.Network, Why(error)) { NeverSent = NeverConnected(error) };
        }
        catch (TaskCanceledException slow) when (!cancel.IsCancellationRequested && slow.InnerException is TimeoutException)
        {
            return new(AdServerOutcome.Network, $"no connection within {ConnectTimeout.TotalSeconds:0} s") { NeverSent = true };
        }
    }

    /// <summary>Where it says only that there was an error, what caused it says which.</summary>
    private static string Why(Exception error) =>
        error is HttpRequestException { HttpRequestError: HttpRequestError.Unknown or HttpRequestError.ResponseEnded, InnerException: { } cause } ? cause.Message : error.Message;

    private static bool NeverConnected(Exception error) =>
        error is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError };
}
