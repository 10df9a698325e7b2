namespace CometAdTag.Browser.Tests.Harness;

/// <summary>What becomes of WebSockets on their way. Dropped: opened and cut at once. Cut: after the first creative. Silent: opened, and nothing comes through.</summary>
public enum Sockets { Refused, Passed, Dropped, Cut, Silent }
