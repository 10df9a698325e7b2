using System.Collections.Immutable;

namespace CometAdTag.Service.AdServer;

/// <summary>How a pull ended, every error it found, and how long the ad server asks to be left alone.</summary>
internal sealed record PullResult(AdServerOutcome Outcome, ImmutableArray<string> Errors, TimeSpan? RetryAfter = null);
