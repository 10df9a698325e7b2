using System.Net.Http.Headers;

namespace CometAdTag.Service.AdServer;

/// <summary>One call of the XML-RPC API, made with patience. What is no XML-RPC, and a fault that is an outage, count as failures of the ad server.</summary>
internal sealed class ReviveCalls(AdServerHttp http, PatientCall patience)
{
    public async Task<ReviveReply> AskAsync(Uri url, string method, XmlRpcValue[] parameters, CancellationToken cancel)
    {
        var body = XmlRpcRequest.Write(method, parameters);
        XmlRpcAnswer? read = null;
        var answer = await patience.AskAsync(async token =>
        {
            var asked = await http.AskAsync(Request(url, body), token);
            if (asked.Outcome != AdServerOutcome.Ok) return asked;
            read = XmlRpcReader.Read(asked.Body);
            return Outage(read) is { } why ? new(AdServerOutcome.Unusable, why) : AdServerAnswer.Fine;
        }, cancel);
        return answer.Outcome == AdServerOutcome.Ok
            ? new(answer, read!.Value, read.Fault)
            : new(answer with { Detail = $"{method}: {answer.Detail}" }, Value: null, Fault: null);
    }

    /// <summary>What the ad server said, as it may be logged.</summary>
    public static string Quote(XmlRpcFault fault) => $"fault {fault.Code}, {ReviveItem.Shown(fault.Text.Trim())}";

    private static string? Outage(XmlRpcAnswer read) => read switch
    {
        { Wrong: { } wrong } => $"it answered no XML-RPC: {wrong}",
        { Fault: { } fault } when ReviveFaults.Of(fault) == ReviveFault.Outage => $"it answered {Quote(fault)}",
        _ => null,
    };

    private static HttpRequestMessage Request(Uri url, byte[] body) =>
        new(HttpMethod.Post, url) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml") } } };
}
