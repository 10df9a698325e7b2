using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Pages;

internal sealed class PollPage(RunningService service) : TestPage(service)
{
    private readonly HttpClient client = service.Page();
    private readonly Lock answering = new();
    private CancellationTokenSource held = new();
    private Task polling = Task.CompletedTask;
    private bool isHeld;

    public override async Task Lose()
    {
        await held.CancelAsync();
        await polling;
    }

    protected override Task Connect()
    {
        client.As(Agent);
        return Send(null);
    }

    protected override async Task Send(JsonObject? frame)
    {
        await Lose();
        (held, isHeld) = (new(), true);
        polling = Poll(held.Token);
    }

    /// <summary>After an answer the page is away until it is curious again; the tag waits 250 ms, in which the ledger has long committed.</summary>
    protected override async Task Wait()
    {
        lock (answering)
            if (isHeld || HasNews) return;
        try
        {
            await Service.Services.GetRequiredService<CometAdTag.Service.Ledger.Ledger>().Flush(CancellationToken.None);
        }
        catch (CometAdTag.Service.Ledger.LedgerUnavailableException)
        {
            // a test had it fail; the page is curious all the same
        }
        await Send(null);
    }

    protected override Task AskAgain() => polling.IsCompleted ? Send(null) : Task.CompletedTask;

    private async Task Poll(CancellationToken cancel)
    {
        try
        {
            using var response = await client.PostAsync("/comet/v1/poll", new StringContent(Hello()), cancel);
            Assert.True(response.IsSuccessStatusCode, response.ToString());
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel));
            lock (answering)
            {
                isHeld = false;
                foreach (var frame in answer.RootElement.EnumerateArray()) Arrived(frame.Clone());
            }
        }
        catch (Exception lost) when (lost is OperationCanceledException or HttpRequestException)
        {
            // the page gave it up
        }
    }
}
