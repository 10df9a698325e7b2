using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CometAdTag.Service.Tests.Doctor;

/// <summary>What gives every connection the same bytes, whatever it is asked, and then is silent or closes.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> taken = [];
    private readonly Task accepting;

    public RawServer(string answer, bool closes)
    {
        listener.Start();
        accepting = Accept(Encoding.ASCII.GetBytes(answer), closes);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
        foreach (var client in taken) client.Dispose();
    }

    private async Task Accept(byte[] answer, bool closes)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                taken.Add(client);
                // What is unread when it closes would reset the connection
                if (await client.GetStream().ReadAsync(new byte[4096]) == 0) continue;
                await client.GetStream().WriteAsync(answer);
                if (closes) client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // The test is over
        }
    }
}
