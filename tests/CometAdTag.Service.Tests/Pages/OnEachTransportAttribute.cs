using System.Reflection;
using Xunit.Sdk;

namespace CometAdTag.Service.Tests.Pages;

/// <summary>Runs a test once for each transport, and for the WebSocket that the web server holds: the contract is the same on all of them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEachTransportAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => TestPage.Transports.Append("upgrade").Select(transport => new object[] { transport });
}
