namespace CometAdTag.Service.AdServer;

/// <summary>One answer of the API: a value, or the fault that it was, where the HTTP answer was ok.</summary>
internal sealed record ReviveReply(AdServerAnswer Http, XmlRpcValue? Value, XmlRpcFault? Fault);
