namespace CometAdTag.Service.AdServer;

/// <summary>A value, or a fault, or what makes it no XML-RPC at all.</summary>
internal sealed record XmlRpcAnswer
{
    public XmlRpcValue? Value { get; init; }
    public XmlRpcFault? Fault { get; init; }
    public string? Wrong { get; init; }
}

/// <summary>The call was understood and not done.</summary>
internal sealed record XmlRpcFault(long Code, string Text);
