using System.Net;
using System.Text.Json;

namespace CometAdTag.Service.Tests;

internal static class Refusals
{
    /// <summary>Holds RFC 9457 problem details against what they must say.</summary>
    public static async Task IsRefused(this HttpResponseMessage response, HttpStatusCode status, string reason, string detail = "")
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(text);
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(reason, problem.RootElement.GetProperty("reason").GetString());
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        Assert.Contains(detail, problem.RootElement.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }
}
