using System.Diagnostics;
using System.Text.Json;

namespace CometAdTag.Benchmarks.Load;

/// <summary>A process that holds a share of the pages, on the same cores as this one.</summary>
internal sealed class ShareProcess : IDisposable
{
    private readonly Process process;

    public ShareProcess(Share share)
    {
        process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Benchmarks.dll"), ShareCommand.Name])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Its loop is one thread; a collection must not wait for another core
            Environment = { ["DOTNET_gcConcurrent"] = "0", ["DOTNET_TieredPGO"] = "0" },
        })!;
        Tell(JsonSerializer.Serialize(share, LoadJson.Default.Share));
    }

    /// <summary>Begins what is measured from now; completes when all have heard of it, so that they count to it what the server does then.</summary>
    public static Task Begin(IEnumerable<ShareProcess> shares, string what, CancellationToken cancel)
    {
        var line = $"{what} {Moment.Now}";
        return Task.WhenAll(shares.Select(share => share.Begin(line, cancel)));
    }

    public void Tell(string line)
    {
        process.StandardInput.WriteLine(line);
        process.StandardInput.Flush();
    }

    public async Task<Report> Report(CancellationToken cancel)
    {
        Tell(ShareCommand.Report);
        return JsonSerializer.Deserialize(await Answer(cancel), LoadJson.Default.Report)!;
    }

    public void Dispose()
    {
        // At the end of what it hears its pages leave
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill();
        process.Dispose();
    }

    private async Task Begin(string line, CancellationToken cancel)
    {
        Tell(line);
        Tell(ShareCommand.Heard);
        _ = await Answer(cancel);
    }

    private async Task<string> Answer(CancellationToken cancel) =>
        await process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("A process of this run has ended by itself.");
}
