using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What a run asks the server API of the first server, as ad ops and the publisher's server would.</summary>
internal sealed class ServerApi : IDisposable
{
    private readonly HttpClient client = new();
    private readonly string[] zones;

    public ServerApi(LoadOptions options)
    {
        client.BaseAddress = new(options.Urls[0]);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        zones = options.Zones;
    }

    /// <summary>An event that concerns all pages; how many slots rotate at once, and how many later.</summary>
    public async Task<(int Now, int Later)> Fire(CancellationToken cancel)
    {
        var fired = await Send(HttpMethod.Post, "/api/v1/events", JsonContent.Create(new Dictionary<string, object> { ["name"] = "load", ["zones"] = zones }), cancel);
        return (fired.GetProperty("slots").GetInt32(), fired.GetProperty("waiting").GetInt32());
    }

    /// <summary>Gives the id of the withdrawal.</summary>
    public async Task<string> Withdraw(string creative, CancellationToken cancel)
    {
        var made = await Send(HttpMethod.Post, "/api/v1/withdrawals", JsonContent.Create(new Dictionary<string, string> { ["creative"] = creative, ["reason"] = "load test" }), cancel);
        return made.GetProperty("id").GetString()!;
    }

    public Task Lift(string withdrawal, CancellationToken cancel) => Send(HttpMethod.Delete, $"/api/v1/withdrawals/{withdrawal}", null, cancel);

    public void Dispose() => client.Dispose();

    private async Task<JsonElement> Send(HttpMethod method, string path, HttpContent? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var answer = await client.SendAsync(request, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{method} {path} was answered by {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
