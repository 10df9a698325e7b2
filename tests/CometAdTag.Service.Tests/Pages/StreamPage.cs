using System.Text.Json;
using System.Text.Json.Nodes;

namespace CometAdTag.Service.Tests.Pages;

internal sealed class StreamPage(RunningService service) : TestPage(service)
{
    private readonly HttpClient client = service.Page();
    private CancellationTokenSource held = new();
    private Task reading = Task.CompletedTask;

    public override async Task Lose()
    {
        await held.CancelAsync();
        await reading;
    }

    protected override Task Connect()
    {
        client.As(Agent);
        return Send(null);
    }

    /// <summary>As the tag does: the old response is given up, and a new hello says everything.</summary>
    protected override async Task Send(JsonObject? frame)
    {
        await Lose();
        held = new();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/comet/v1/stream") { Content = new StringContent(Hello()) };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, held.Token);
        Assert.True(response.IsSuccessStatusCode, response.ToString());
        reading = Read(response, held.Token);
    }

    private async Task Read(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            using var body = new StreamReader(await response.Content.ReadAsStreamAsync(cancel));
            while (await body.ReadLineAsync(cancel) is { } line)
                if (line.StartsWith("data: ", StringComparison.Ordinal)) Arrived(JsonDocument.Parse(line[6..]).RootElement);
            Ended();
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException or HttpRequestException)
        {
            // the page gave it up
        }
        response.Dispose();
    }
}
