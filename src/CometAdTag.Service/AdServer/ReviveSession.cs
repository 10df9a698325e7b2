namespace CometAdTag.Service.AdServer;

/// <summary>
/// Calls the API under one session, kept over pulls: a logon costs ten times a read. A good session is called invalid while the ad
/// server's database is away, so only the logon that follows tells which it is: where it faults too, this is an outage.
/// </summary>
internal sealed class ReviveSession(ReviveCalls calls, string actsAs, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private ReviveLogon? current;

    /// <summary>The value, or null where what was asked for is gone. Every other end is a <see cref="ReviveFailure"/>.</summary>
    public Task<XmlRpcValue?> AskAsync(ReviveApiOptions api, string method, long? id, CancellationToken cancel) =>
        AskAsync(api, method, id is { } given ? [new XmlRpcValue.Whole(given)] : [], cancel);

    /// <summary>The same with whatever is given after the session.</summary>
    public async Task<XmlRpcValue?> AskAsync(ReviveApiOptions api, string method, XmlRpcValue[] given, CancellationToken cancel)
    {
        var on = await OnAsync(api, null, cancel);
        var reply = await AskAsync(on, method, given, cancel);
        if (IsInvalid(reply))
        {
            on = await OnAsync(api, on, cancel);
            reply = await AskAsync(on, method, given, cancel);
        }
        return Value(reply, method);
    }

    /// <summary>Whether this ad server has that method; needs no session.</summary>
    public async Task<bool> HasAsync(ReviveApiOptions api, string wanted, CancellationToken cancel)
    {
        const string method = "system.listMethods";
        var reply = await calls.AskAsync(WebUrl.Of(api.Url)!, method, [], cancel);
        return Value(reply, method) is XmlRpcValue.List methods && methods.Items.Contains(new XmlRpcValue.Text(wanted));
    }

    public void Dispose() => turn.Dispose();

    private async Task<ReviveLogon> OnAsync(ReviveApiOptions api, ReviveLogon? stale, CancellationToken cancel)
    {
        if (Usable() is { } one) return one;
        await turn.WaitAsync(cancel);
        try
        {
            if (Usable() is { } made) return made;
            current = null; // a failed logon leaves none, so that the next pull begins with one and not with a call that only seems to work
            return current = await LogOnAsync(api, cancel);
        }
        finally
        {
            turn.Release();
        }

        ReviveLogon? Usable() => current is { } on && on != stale && on.IsOf(api) ? on : null;
    }

    private async Task<ReviveLogon> LogOnAsync(ReviveApiOptions api, CancellationToken cancel)
    {
        const string method = "ox.logon";
        var url = WebUrl.Of(api.Url)!;
        var reply = await calls.AskAsync(url, method, [new XmlRpcValue.Text(api.User), new XmlRpcValue.Text(api.Password)], cancel);
        if (reply.Fault is { Code: 801 } refused) throw Refused(api, refused);
        if (Value(reply, method) is not XmlRpcValue.Text { Value: { Length: > 0 } session }) throw Unusable(method, "it gave no session");
        log.LogInformation("Ad server (revive-api): logged on as {User}, {ActsAs}", api.User, actsAs);
        return new(url, api.User, api.Password, session);
    }

    private Task<ReviveReply> AskAsync(ReviveLogon on, string method, XmlRpcValue[] given, CancellationToken cancel) =>
        calls.AskAsync(on.Url, method, [new XmlRpcValue.Text(on.Session), .. given], cancel);

    private static bool IsInvalid(ReviveReply reply) => reply.Fault is { } fault && ReviveFaults.Of(fault) == ReviveFault.SessionInvalid;

    private static XmlRpcValue? Value(ReviveReply reply, string method) => reply switch
    {
        { Http.Outcome: not AdServerOutcome.Ok } => throw new ReviveFailure(reply.Http),
        { Fault: { } fault } => ReviveFaults.Of(fault) switch
        {
            ReviveFault.Gone => null,
            ReviveFault.SessionInvalid => throw Unusable(method, "it does not know the session that it has just given"),
            _ => throw new ReviveFailure(new(AdServerOutcome.Refused, $"{method}: {Hint(fault)}")),
        },
        _ => reply.Value,
    };

    private static ReviveFailure Unusable(string method, string why) => new(new(AdServerOutcome.Unusable, $"{method}: {why}"));

    // The text is the ad server's: should it repeat the password, it is not shown
    private static ReviveFailure Refused(ReviveApiOptions api, XmlRpcFault fault) => new(new(AdServerOutcome.Refused,
        $"it lets AdServer:ReviveApi:User {api.User} with this Password not in{(fault.Text.Contains(api.Password, StringComparison.Ordinal) ? "" : $": {ReviveCalls.Quote(fault)}")}"));

    // A redirect makes a POST a GET, which has no call in it
    private static string Hint(XmlRpcFault fault) => fault.Code == 105
        ? $"{ReviveCalls.Quote(fault)}: the call did not arrive; AdServer:ReviveApi:Url must be the endpoint itself, which ends with a slash, and no address that redirects to it"
        : $"it answered {ReviveCalls.Quote(fault)}";
}
