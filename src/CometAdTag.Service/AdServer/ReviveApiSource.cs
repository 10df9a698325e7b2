namespace CometAdTag.Service.AdServer;

/// <summary>Campaigns by Revive's XML-RPC API, in the form of the feed.</summary>
internal sealed class ReviveApiSource(ReviveCalls calls, ILogger<ReviveApiSource> log) : IDisposable
{
    private readonly ReviveSession administrator = new(calls, "the administrator", log), manager = new(calls, "a manager", log);
    private readonly ReviveNotes notes = new(log);

    /// <summary>One pull at a time.</summary>
    public async Task<AdServerAnswer> FetchAsync(AdServerOptions options, CancellationToken cancel)
    {
        try
        {
            var inventory = await new RevivePull(administrator, manager, options.ReviveApi).PullAsync(cancel);
            var (body, unmapped) = ReviveFeed.Write(inventory, options);
            notes.Say(unmapped);
            return AdServerAnswer.Fine with { Body = body };
        }
        catch (ReviveFailure failure)
        {
            return failure.Answer;
        }
    }

    public void Dispose()
    {
        administrator.Dispose();
        manager.Dispose();
    }
}
