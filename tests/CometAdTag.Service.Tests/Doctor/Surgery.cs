using CometAdTag.Service.Doctor;
using CometAdTag.Service.Tests.Load;

namespace CometAdTag.Service.Tests.Doctor;

/// <summary>What the doctor is tried on: a publisher's server, and a service on the real clock that lets its pages in and is heard every second.</summary>
public sealed class Surgery : IAsyncLifetime
{
    internal PublisherDouble Publisher { get; private set; } = null!;

    internal LoadedService Service { get; private set; } = null!;

    /// <summary>A good page.</summary>
    internal Uri Page => Publisher.Page(Html(Service.Address));

    internal static string Html(Uri service, string body = """<ins data-comet-zone="top"></ins>""") =>
        $"""<!doctype html><html><head><script async src="{new Uri(service, "/comet.js")}"></script></head><body>{body}</body></html>""";

    public async Task InitializeAsync()
    {
        Publisher = await PublisherDouble.Start();
        Service = await LoadedService.Start(settings: ["--Pages:Heartbeat=00:00:01", "--Creatives:Origin=http://localhost", $"--Pages:AllowedOrigins:0={Publisher.Address.GetLeftPart(UriPartial.Authority)}"]);
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Publisher.DisposeAsync();
    }

    /// <summary>Runs the command, and gives its exit code and what it wrote.</summary>
    internal static async Task<(int Code, string Said)> Doctor(TimeProvider time, params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var code = await DoctorCommand.Run(["doctor", .. words], time, output, errors, bound.Token);
        return (code, errors.ToString() + output);
    }

    /// <summary>Looks at a page, holding connections for a second.</summary>
    internal static Task<(int Code, string Said)> Look(Uri page, params string[] more) => Doctor(TimeProvider.System, [page.ToString(), "--wait=1", .. more]);

    /// <summary>Fails unless this and nothing else is wrong, and this is what mends it.</summary>
    internal static void IsWrong((int Code, string Said) look, string subject, string what, string fix)
    {
        var lines = look.Said.Split('\n');
        var wrong = lines.Where(line => line.StartsWith("WRONG", StringComparison.Ordinal)).ToArray();
        Assert.True(wrong.Length == 1 && wrong[0].StartsWith($"WRONG  {subject} ", StringComparison.Ordinal) && wrong[0].Contains(what, StringComparison.Ordinal), look.Said);
        var at = Array.IndexOf(lines, wrong[0]);
        Assert.True(lines.Skip(at + 1).TakeWhile(line => line.StartsWith("         fix:", StringComparison.Ordinal)).Any(line => line.Contains(fix, StringComparison.Ordinal)), look.Said);
        Assert.Equal(1, look.Code);
    }
}
