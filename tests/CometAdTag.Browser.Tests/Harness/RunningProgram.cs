using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>A process of its own, which says where it listens in one of its lines.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Regex listening;
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> said = [];
    private readonly Process process;

    private RunningProgram(string file, IEnumerable<string> arguments, string folder, Regex listening)
    {
        this.listening = listening;
        process = new()
        {
            StartInfo = new(file, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    /// <summary>Where it listens: the group "url" of the line that says so.</summary>
    public string Address => address.Task.Result;

    /// <summary>Everything it wrote.</summary>
    public string Output
    {
        get { lock (said) return string.Join('\n', said); }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<RunningProgram> Start(string file, IEnumerable<string> arguments, string folder, Regex listening)
    {
        var program = new RunningProgram(file, arguments, folder, listening);
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        try
        {
            if (await Task.WhenAny(program.address.Task, program.process.WaitForExitAsync()).WaitAsync(Bound.Patience) == program.address.Task) return program;
            throw new InvalidOperationException($"{file} ended before it listened: {program.Output}");
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(Bound.Patience);
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.Add(line);
        if (listening.Match(line) is { Success: true } match) address.TrySetResult(match.Groups["url"].Value);
    }
}
