using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CometAdTag.Service.Tests.Doctor;

/// <summary>A real nginx on a loopback port, with its files in a folder of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly int port = Tool.FreePort();
    private readonly Process process;

    private Nginx(string locations)
    {
        string[] kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        var file = folder.File("nginx.conf", $$"""
            daemon off;
            master_process off;
            pid {{folder.Path}}/pid;
            error_log stderr crit;
            events { worker_connections 64; }
            http {
              access_log off;
              {{string.Join(' ', kinds.Select(kind => $"{kind}_temp_path {folder.Path}/{kind};"))}}
              server { listen 127.0.0.1:{{port}}; {{locations}} }
            }
            """);
        process = Tool.Start("nginx", ["-c", file, "-p", folder.Path, "-e", "stderr"]);
    }

    public Uri Address => new($"http://127.0.0.1:{port}");

    public static async Task<Nginx> Start(string locations)
    {
        var nginx = new Nginx(locations);
        try
        {
            await nginx.Listening();
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        folder.Dispose();
    }

    private async Task Listening()
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        using var glances = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await Listens(bound.Token))
        {
            if (process.HasExited) Assert.Fail("nginx ended: " + await process.StandardError.ReadToEndAsync(bound.Token));
            await glances.WaitForNextTickAsync(bound.Token);
        }
    }

    private async Task<bool> Listens(CancellationToken cancel)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
