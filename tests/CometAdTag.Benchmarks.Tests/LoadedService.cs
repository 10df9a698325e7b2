using CometAdTag.Benchmarks.Push;

namespace CometAdTag.Benchmarks.Tests;

/// <summary>A real service whose slots rotate each second, and the load tool at it.</summary>
internal sealed class LoadedService : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cometadtag-load-").FullName;
    private readonly MeasuredServer service;

    public LoadedService(int hellosPerSecond)
    {
        File.WriteAllText(Path.Combine(folder, "feed.json"), PushFeed.Json);
        service = new("CometAdTag.Service.dll", "/health/ready", url =>
        [
            $"--Urls={url}", $"--Data:Path={folder}/data", $"--AdServer:Feed:Location={folder}/feed.json",
            "--Refresh:AllowShortIntervals=true", "--Refresh:Default:Interval=00:00:01",
            "--Pages:RequestsPerAddress=0", $"--Pages:HellosPerSecond={hellosPerSecond}", "--Logging:LogLevel:Default=Warning",
        ]);
    }

    public string Key => File.ReadAllText(Path.Combine(folder, "data", "admin.key")).Trim();

    public async Task Ready()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await service.Ready(bound.Token);
        }
        catch
        {
            // A test that does not begin is not disposed of
            Dispose();
            throw;
        }
    }

    public Task<(int ExitCode, string Said)> Load(int pages, params string[] more) => BenchmarkProgram.Run(
        ["load", "--url", service.Url, "--zone", PushFeed.Zone, "--origin", PushFeed.Origin, "--pages", $"{pages}", "--arrive", "0", "--for", "7", "--pid", $"{service.Id}", .. more]);

    public void Dispose()
    {
        service.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
