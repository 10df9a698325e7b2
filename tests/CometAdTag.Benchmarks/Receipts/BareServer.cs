using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>The same endpoints with nothing behind them: ASP.NET Core that reads each receipt and answers one ack, and keeps nothing.</summary>
internal static class BareServer
{
    public const string Command = "bare-server";

    private static readonly byte[] Answer = """{"type":"ack","acked":[1],"refused":[]}"""u8.ToArray(), Ready = """{"type":"ready"}"""u8.ToArray();

    public static async Task Run(string url)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWebSockets();
        app.Map("/comet/v1/socket", Converse);
        app.MapPost("/comet/v1/receipts", Take);
        await app.RunAsync(url);
    }

    private static async Task Converse(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var (buffer, said) = (new byte[4096], Ready);
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType == WebSocketMessageType.Text)
            {
                await socket.SendAsync(said.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                said = Answer;
            }
        }
        catch (WebSocketException)
        {
            // the client went
        }
    }

    private static async Task Take(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer);
    }
}
