using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Service.Tests;

/// <summary>A program of the machine; a test that needs one that is not there fails.</summary>
internal static class Tool
{
    public static Process Start(string program, IEnumerable<string> arguments, string folder = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{program} could not be started: {missing.Message}. tests/run.sh installs what the tests need.", missing);
        }
    }

    /// <summary>Runs a program to its end, in a minute at most.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string program, IEnumerable<string> arguments, string input = "", string folder = "")
    {
        using var process = Start(program, arguments, folder);
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(bound.Token);
        return (process.ExitCode, string.Concat(await output));
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
