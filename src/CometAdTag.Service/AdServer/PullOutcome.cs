namespace CometAdTag.Service.AdServer;

/// <summary>How a pull ended; in the log and as metric label in snake case. Refused is a feed with mistakes, shrink one that waits for a second.</summary>
internal enum PullOutcome { Ok, NotModified, Refused, Shrink, Timeout, Http_4xx, Http_5xx, RateLimited, Network, CircuitOpen }
