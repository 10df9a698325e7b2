namespace CometAdTag.Service.AdServer;

/// <summary>What the ad server answered: bytes where it is ok, else what was wrong, in words.</summary>
internal sealed record AdServerAnswer(AdServerOutcome Outcome, string Detail)
{
    public ReadOnlyMemory<byte> Body { get; init; }
    public string? ETag { get; init; }
    /// <summary>The HTTP status where there was an answer, else 0.</summary>
    public int Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The Set-Cookie headers, as they came.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>The plugin itself said why not, and no server on the way to it.</summary>
    public bool IsExplained { get; init; }

    /// <summary>No connection was made, so the ad server cannot have acted on it.</summary>
    public bool NeverSent { get; init; }

    public static AdServerAnswer NotModified { get; } = new(AdServerOutcome.NotModified, "");

    public static AdServerAnswer Fine { get; } = new(AdServerOutcome.Ok, "");

    public static AdServerAnswer TooLarge(int maxBytes) => new(AdServerOutcome.Refused, $"the answer is larger than {maxBytes >> 20} MiB");

    /// <summary>Asking again in a moment may help.</summary>
    public bool IsTransient =>
        Outcome is AdServerOutcome.Unusable or AdServerOutcome.Timeout or AdServerOutcome.Http_5xx or AdServerOutcome.RateLimited or AdServerOutcome.Network;
}
