using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What a run asks the server API of all servers at once, as ad ops and the publisher's server would.</summary>
internal sealed class ServerApi : IDisposable
{
    private readonly HttpClient client = new();
    private readonly string[] urls, zones;

    public ServerApi(LoadOptions options)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        (urls, zones) = (options.Urls, options.Zones);
    }

    /// <summary>An event that concerns all pages; how many slots rotate at once, and how many later.</summary>
    public async Task<(int Now, int Later)> Fire(CancellationToken cancel)
    {
        var happened = new Dictionary<string, object> { ["name"] = "load", ["zones"] = zones };
        var fired = await Task.WhenAll(urls.Select(url => Send(HttpMethod.Post, $"{url}/api/v1/events", JsonContent.Create(happened), cancel)));
        return (fired.Sum(answer => answer.GetProperty("slots").GetInt32()), fired.Sum(answer => answer.GetProperty("waiting").GetInt32()));
    }

    /// <summary>Gives the address of each withdrawal.</summary>
    public async Task<string[]> Withdraw(string creative, CancellationToken cancel)
    {
        var asked = new Dictionary<string, string> { ["creative"] = creative, ["reason"] = "load test" };
        return await Task.WhenAll(urls.Select(async url =>
        {
            var all = $"{url}/api/v1/withdrawals";
            var made = await Send(HttpMethod.Post, all, JsonContent.Create(asked), cancel);
            return $"{all}/{made.GetProperty("id").GetString()}";
        }));
    }

    public Task Lift(string[] withdrawals, CancellationToken cancel) => Task.WhenAll(withdrawals.Select(withdrawal => Send(HttpMethod.Delete, withdrawal, null, cancel)));

    public void Dispose() => client.Dispose();

    private async Task<JsonElement> Send(HttpMethod method, string url, HttpContent? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, url) { Content = body };
        using var answer = await client.SendAsync(request, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{method} {url} was answered by {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
