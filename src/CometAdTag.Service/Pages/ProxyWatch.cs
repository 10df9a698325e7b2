namespace CometAdTag.Service.Pages;

/// <summary>Notices a reverse proxy that nobody named: all pages share its address then, and limits meant for one visitor hit them all.</summary>
internal sealed class ProxyWatch(OpenPages pages, ILogger<ProxyWatch> log)
{
    private const int Enough = 100;

    private int said;

    /// <summary>The forwarded headers of a trusted proxy are taken away before this; what is left came from anybody.</summary>
    public void Look(HttpRequest request, string address)
    {
        if (!request.Headers.ContainsKey("X-Forwarded-For") || pages.Count < Enough || 2 * pages.CountOf(address) <= pages.Count) return;
        if (Interlocked.Exchange(ref said, 1) == 0)
            log.LogError("Most pages come from one address and name another in X-Forwarded-For: if it is your reverse proxy, name it in Pages:TrustedProxies");
    }
}
