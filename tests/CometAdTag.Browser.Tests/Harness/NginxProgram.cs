using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>A real nginx in front of the service, which is told where that is and nothing else.</summary>
internal sealed partial class NginxProgram : IAsyncDisposable
{
    private readonly string files;
    private readonly RunningProgram program;

    private NginxProgram(string files, RunningProgram program, Uri address) => (this.files, this.program, Address) = (files, program, address);

    public Uri Address { get; }

    public static async Task<NginxProgram> Before(ServiceProgram service)
    {
        var folder = Directory.CreateTempSubdirectory("cometadtag-nginx-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var paths = string.Join(' ', ((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(kind => $"{kind}_temp_path {folder}/{kind};"));
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log stderr notice; events { }
            http { access_log off; {{paths}} server { listen {{address.Authority}}; location / { proxy_pass {{service.Address.GetLeftPart(UriPartial.Authority)}}; } } }
            """);
        return new(folder, await RunningProgram.Start("nginx", ["-c", file, "-p", folder, "-e", "stderr"], folder, Started()), address);
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        Directory.Delete(files, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>It says this when its sockets are open.</summary>
    [GeneratedRegex(@"using the ""(?<url>\w+)"" event method", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Started();
}
