using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;

namespace CometAdTag.Service.Doctor;

/// <summary>Asks as a browser on the page would, with every time and size bounded, and follows no redirect by itself.</summary>
internal sealed class Visitor : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);
    private static readonly string Version = typeof(Visitor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly TimeProvider time;
    private readonly HttpMessageInvoker client;

    public Visitor(TimeProvider time)
    {
        this.time = time;
        client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // What this machine goes through is not what viewers do
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = Connect,
        });
    }

    /// <summary>From now on nothing is asked that only this machine or its network reaches: a public page cannot mean that.</summary>
    public bool PublicOnly { get; set; }

    /// <summary>Whether all that was reached so far is public.</summary>
    public bool ReachedPublic { get; private set; } = true;

    public Task<Answer> Get(Uri url, int most, CancellationToken cancel) => Ask(new(HttpMethod.Get, url), most, Within, cancel);

    /// <summary>As the tag posts: plain text, of the page's origin.</summary>
    public Task<Answer> Post(Uri url, string origin, string body, TimeSpan within, CancellationToken cancel) =>
        Ask(Posted(url, origin, body), most: 1 << 20, within, cancel);

    public static HttpRequestMessage Posted(Uri url, string origin, string body) => new(HttpMethod.Post, url)
    {
        Content = new StringContent(body),
        Headers = { { "Origin", origin } },
    };

    /// <summary>An answer whose body is still to come.</summary>
    public async Task<HttpResponseMessage> Open(HttpRequestMessage request, TimeSpan within, CancellationToken cancel)
    {
        request.Headers.UserAgent.ParseAdd($"Mozilla/5.0 (compatible; CometAdTag-doctor/{Version})");
        if (request.Method == HttpMethod.Get) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        using var bound = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel);
        try
        {
            return await client.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new UnreachableException($"{request.RequestUri!.Authority} has not answered within {within.TotalSeconds:0.#} s", Reach(request.RequestUri!)) { IsLate = true };
        }
        catch (HttpRequestException failed)
        {
            throw Said(failed, request.RequestUri!);
        }
    }

    public async Task<Answer> Read(HttpResponseMessage response, int most, long since, CancellationToken cancel)
    {
        var url = response.RequestMessage!.RequestUri!;
        using var bound = new CancellationTokenSource(Within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancel);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var read = new MemoryStream();
            var chunk = new byte[16 * 1024];
            for (int got; read.Length <= most && (got = await body.ReadAsync(chunk, either.Token)) > 0;) read.Write(chunk, 0, got);
            if (read.Length > most) throw new UnreachableException($"{url} is longer than {most / 1024} KiB", "is that the right address?");
            return Begun(response) with { Body = read.ToArray(), Took = time.GetElapsedTime(since) };
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            throw new UnreachableException($"{url} began to answer, and was not done within {Within.TotalSeconds:0} s", "find out what is slow there");
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or InvalidDataException)
        {
            throw new UnreachableException($"{url} began to answer, and was cut off: {cut.Message}", "find out what ends the answer: a proxy's limit of time or size, or an error in the service's log", cut);
        }
    }

    /// <summary>The answer without its body.</summary>
    public static Answer Begun(HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(header => header.Value.Select(value => (header.Key, value)));
        return new(response.RequestMessage!.RequestUri!, (int)response.StatusCode, headers.ToLookup(header => header.Key, header => header.value, StringComparer.OrdinalIgnoreCase), [], TimeSpan.Zero);
    }

    public void Dispose() => client.Dispose();

    private async Task<Answer> Ask(HttpRequestMessage request, int most, TimeSpan within, CancellationToken cancel)
    {
        using (request)
        {
            var since = time.GetTimestamp();
            using var response = await Open(request, within, cancel);
            return await Read(response, most, since, cancel);
        }
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var host = context.DnsEndPoint;
        var all = IPAddress.TryParse(host.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host.Host, cancel);
        var allowed = PublicOnly ? Array.FindAll(all, PublicAddress.Is) : all;
        if (allowed.Length == 0)
            throw new UnreachableException($"{host.Host} is {string.Join(", ", all.Take(4).Select(address => address.ToString()))}, which viewers of a public page do not reach", "write the service's public address into the page");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancel);
            ReachedPublic &= PublicAddress.Is(((IPEndPoint)socket.RemoteEndPoint!).Address);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static UnreachableException Said(HttpRequestException failed, Uri url) => failed switch
    {
        { InnerException: UnreachableException said } => said,
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } =>
            new($"the name {url.Host} is not known", "look for a typing mistake, or enter the name in the DNS", failed),
        { InnerException: SocketException socket } => new($"no connection to {url.Authority}: {socket.Message}", Reach(url), failed),
        { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new($"no secure connection to {url.Authority}: {failed.InnerException?.Message ?? failed.Message}", $"install a certificate there that is valid, names {url.Host} and comes with its chain", failed),
        _ => new($"{url.Authority} has closed the connection without an answer: {failed.InnerException?.Message ?? failed.Message}", $"is {url.Scheme} what is spoken there?", failed),
    };

    private static string Reach(Uri url) => $"does it run, and does every firewall let port {url.Port} in?";
}
