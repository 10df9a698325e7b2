using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CometAdTag.Service.AdServer;

/// <summary>A value of an XML-RPC request or answer. Times carry no zone.</summary>
internal abstract record XmlRpcValue
{
    public sealed record Whole(long Value) : XmlRpcValue;

    public sealed record Real(double Value) : XmlRpcValue;

    public sealed record Flag(bool Value) : XmlRpcValue;

    public sealed record Text(string Value) : XmlRpcValue;

    public sealed record Time(DateTime Value) : XmlRpcValue;

    public sealed record List(ImmutableArray<XmlRpcValue> Items) : XmlRpcValue;

    public sealed record Struct(FrozenDictionary<string, XmlRpcValue> Members) : XmlRpcValue;

    public sealed record Nil : XmlRpcValue;
}
