namespace CometAdTag.Service.Tests;

internal static class Agents
{
    public const string Googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    /// <summary>Has a client say that it is this, and "" nothing.</summary>
    public static HttpClient As(this HttpClient client, string agent)
    {
        client.DefaultRequestHeaders.Remove("User-Agent");
        if (agent.Length > 0) client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        return client;
    }
}
