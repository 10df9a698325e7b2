namespace CometAdTag.Browser.Tests.Harness;

/// <summary>What becomes of streamed answers on their way; AllRefused: everything that the tag asks for is refused.</summary>
public enum Streams { Passed, Held, Refused, AllRefused }
