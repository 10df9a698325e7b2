namespace CometAdTag.Rotation.Impressions;

/// <summary>
/// What a signed token carries: the impression, how often its slot was refreshed on this page view, and hashes of the page's
/// url and origin. Whoever holds it can prove the push, resume the slot on any node, and click.
/// </summary>
public readonly record struct ImpressionToken(Impression Impression, int Refreshes, uint UrlHash, uint OriginHash)
{
    /// <summary>A token is accepted for receipts this long after its issue, in ms.</summary>
    public const long Lifetime = 24 * 3_600_000L;

    /// <summary>The most characters a token has.</summary>
    public const int MaxLength = 240;

    public long IssuedAt => Impression.Id.IssuedAt;
}
