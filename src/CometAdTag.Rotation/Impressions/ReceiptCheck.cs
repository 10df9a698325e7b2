namespace CometAdTag.Rotation.Impressions;

/// <summary>Whether a receipt can be true, from its token alone; repeats are found by the ledger. Times in Unix ms.</summary>
public static class ReceiptCheck
{
    /// <summary>R9: a creative cannot have been viewable sooner than this after its push, in ms.</summary>
    public const long LeastViewable = 1_000;

    /// <summary>How far a page's own clock may run ahead of the service's, in ms.</summary>
    private const long Slack = 1_000;

    public static Refusal Of(in ImpressionToken token, Stage stage, long shown, uint originHash, long now)
    {
        // Another node, or a corrected clock, may have issued it slightly after our now
        var age = Math.Max(0, now - token.IssuedAt);
        if (age > ImpressionToken.Lifetime) return Refusal.Expired;
        if (token.OriginHash == 0 || token.OriginHash != originHash) return Refusal.Origin;
        if (stage == Stage.Viewable && age < LeastViewable) return Refusal.TooEarly;
        return shown > age + Slack ? Refusal.ImpossibleTime : Refusal.None;
    }
}
