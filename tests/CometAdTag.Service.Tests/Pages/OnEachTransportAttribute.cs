using System.Reflection;
using Xunit.Sdk;

namespace CometAdTag.Service.Tests.Pages;

/// <summary>Runs a test once for each transport: the contract is the same on all of them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEachTransportAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => TestPage.Transports.Select(transport => new object[] { transport });
}
