namespace CometAdTag.Browser.Tests.Harness;

/// <summary>How many documents and event listeners a page's process holds.</summary>
internal readonly record struct Counters(int Documents, int Listeners);
