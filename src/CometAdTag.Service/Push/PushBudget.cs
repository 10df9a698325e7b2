namespace CometAdTag.Service.Push;

/// <summary>How many creatives one page may be pushed: two a second, bursts of 1,000, which no page that somebody looks at comes near.</summary>
internal struct PushBudget(long now)
{
    public const string Spent = "the page asks for more creatives than anybody can look at";

    private const double PerMillisecond = 0.002, Most = 1_000;

    private double left = Most;
    private long filledAt = now;

    public readonly bool IsSpent => left <= 0;

    public void Spend(long now)
    {
        left = Math.Min(Most, left + ((now - filledAt) * PerMillisecond)) - 1;
        filledAt = now;
    }
}
