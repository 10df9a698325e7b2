using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.RegularExpressions;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>The rotation service as the program that operators start, in a process of its own.</summary>
internal sealed partial class ServiceProgram(string folder, string[] settings) : IAsyncDisposable
{
    /// <summary>Its file; config/ is beside it.</summary>
    public static readonly string Program = typeof(ServiceProgram).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(about => about.Key == "ServiceProgram").Value!;

    private readonly HttpClient client = new();
    private RunningProgram? program;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What its runs so far wrote, for a test that fails.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Where it runs; its data folder is in it.</summary>
    public string Folder => folder;

    /// <summary>The files of receipts and counts, one a day.</summary>
    public string Ledger => Path.Combine(folder, "data", "ledger");

    /// <summary>Starts it, a second time at the same address and with the same data, and waits until it listens.</summary>
    public async Task Start()
    {
        // Its browsers are people, who have no screen here
        string[] own =
        [
            Program, $"--Urls={Address.GetLeftPart(UriPartial.Authority)}", $"--Data:Path={Path.Combine(folder, "data")}", "--InvalidTraffic:AllowedAgents:0=HeadlessChrome",
        ];
        program = await RunningProgram.Start("dotnet", [.. own, .. settings], folder, Listening());
        Address = new(program.Address);
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task Kill()
    {
        if (program is null) return;
        await program.DisposeAsync();
        Output += program.Output + "\n";
        program = null;
    }

    /// <summary>The admin key of the first start.</summary>
    public string Key => File.ReadAllText(Path.Combine(folder, "data", "admin.key")).Trim();

    /// <summary>Asks its API with the admin key.</summary>
    public Task<string> Get(string path) => Send(HttpMethod.Get, path);

    /// <summary>Asks its API with the admin key, as ad ops or a publisher's server do; a refusal fails with what it says.</summary>
    public async Task<string> Send(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        client.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
