using System.Diagnostics;
using System.Text.RegularExpressions;
using CometAdTag.Browser.Tests.Harness;

namespace CometAdTag.Browser.Tests;

/// <summary>The guide's examples with curl, run by a shell as they are written, against a first start with the demo page open.</summary>
public sealed partial class GuideTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private static readonly string Guide = Path.Combine(Path.GetDirectoryName(ServiceProgram.Program)!, "config", "README.md");

    [Fact]
    public async Task Every_example_with_curl_does_what_the_guide_says()
    {
        await using var scene = await Scene.OpenDemo(chromium, output);
        var page = await scene.Visit(new Uri(scene.Service.Address, "/demo"));
        await page.Page.Locator("ins iframe").First.WaitForAsync();
        var script = string.Join('\n', Examples().Matches(await File.ReadAllTextAsync(Guide)).Select(match => match.Groups["commands"].Value))
            .Replace("http://127.0.0.1:8080", scene.Service.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("$API/withdrawals/ID", "$API/withdrawals/$(grep -oE '[0-9a-f-]{36}' answers | tail -1)", StringComparison.Ordinal);

        var answers = await Run(scene.Service.Folder, $$"""
            set -euo pipefail
            curl() { command curl --silent --show-error --fail-with-body --max-time 20 --write-out '\n%{http_code} %{method} %{url}\n' "$@" | tee -a answers; }
            {{script}}
            """);

        output.WriteLine(answers);
        var commands = Commands().Count(script);
        Assert.InRange(commands, 12, 100);
        Assert.Equal(commands, Answered().Count(answers));
        Assert.Contains("\"interval\":{\"value\":45000,\"from\":\"api_zone\"}", answers, StringComparison.Ordinal);
        Assert.Equal("[]", await scene.Service.Get("/api/v1/withdrawals"));
    }

    private static async Task<string> Run(string folder, string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bash = Process.Start(start)!;
        var said = Task.WhenAll(bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync().WaitAsync(Bound.Patience);
        var (output, errors) = ((await said)[0], (await said)[1]);
        Assert.True(bash.ExitCode == 0, $"{output}\n{errors}");
        return output;
    }

    /// <summary>Blocks of commands that call the server API.</summary>
    [GeneratedRegex(@"^```\n(?<commands>(?:KEY=\$\(cat|curl )[^`]*)```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Examples();

    [GeneratedRegex("^curl ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Commands();

    [GeneratedRegex("^20[0-9] (?:GET|POST|PUT|DELETE) http", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Answered();
}
