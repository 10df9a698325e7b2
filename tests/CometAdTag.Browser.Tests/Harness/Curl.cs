using System.Diagnostics;
using System.Text.Json;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>The real curl, called as the guide shows it.</summary>
internal static class Curl
{
    /// <summary>Posts JSON text with a key and gives the answer; a refusal fails with what it says.</summary>
    public static async Task<JsonElement> Post(Uri url, string key, string json)
    {
        string[] arguments =
        [
            "--silent", "--show-error", "--fail-with-body", "--max-time", "20",
            "-H", $"Authorization: Bearer {key}", "-H", "Content-Type: application/json", "-d", json, url.ToString(),
        ];
        using var curl = Process.Start(new ProcessStartInfo("curl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(curl.StandardOutput.ReadToEndAsync(), curl.StandardError.ReadToEndAsync());
        await curl.WaitForExitAsync().WaitAsync(Bound.Patience);
        Assert.True(curl.ExitCode == 0, $"curl {url}: {string.Concat(await said)}");
        return JsonDocument.Parse((await said)[0]).RootElement;
    }
}
