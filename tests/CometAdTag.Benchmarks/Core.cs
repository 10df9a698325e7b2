using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Benchmarks;

/// <summary>Who runs on which core (taskset of util-linux): what is measured on the first, who asks on the second.</summary>
internal static class Core
{
    /// <summary>Starts a program on the first core.</summary>
    public static Process Start(string dll, params string[] arguments) => Process.Start(new ProcessStartInfo("taskset", ["-c", "0", "dotnet", Path.Combine(AppContext.BaseDirectory, dll), .. arguments])
    {
        WorkingDirectory = Path.GetTempPath(),
    })!;

    /// <summary>Moves this program to one of the cores.</summary>
    public static void Take(int core)
    {
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-c", "-p", $"{core}", $"{Environment.ProcessId}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        taskset.StandardOutput.ReadToEnd();
        taskset.WaitForExit();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
