namespace CometAdTag.Service.AdServer;

/// <summary>
/// How a request to the ad server ended; in the log and as metric label in snake case. Refused: it, or what it said, was not accepted.
/// Shrink: a pull that waits for a second one. Unusable: an answer of another kind than was asked for. Busy: never asked, too many wait.
/// </summary>
internal enum AdServerOutcome { Ok, NotModified, Refused, Shrink, Unusable, Timeout, Http_4xx, Http_5xx, RateLimited, Network, Busy, CircuitOpen }
