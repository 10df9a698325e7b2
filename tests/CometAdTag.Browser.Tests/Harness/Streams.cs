namespace CometAdTag.Browser.Tests.Harness;

/// <summary>What becomes of streamed answers on their way; Held: nothing arrives before their end. AllRefused: everything that the tag asks for is refused.</summary>
public enum Streams { Passed, Held, Refused, AllRefused }
