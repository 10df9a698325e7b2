using System.Diagnostics;

namespace CometAdTag.Benchmarks.Tests;

/// <summary>The program of the benchmarks, run to its end.</summary>
internal static class BenchmarkProgram
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    public static async Task<(int ExitCode, string Said)> Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Benchmarks.dll"), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, string.Concat(said));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
