namespace CometAdTag.Service.Pages;

/// <summary>How many frames one page may send: 50 a second, bursts of 500.</summary>
internal struct FrameBudget
{
    private const double PerMillisecond = 0.05;
    private const double Most = 500;

    private double left = Most;
    private long filledAt;

    public FrameBudget(long now) => filledAt = now;

    public bool Spend(long now)
    {
        left = Math.Min(Most, left + ((now - filledAt) * PerMillisecond));
        filledAt = now;
        if (left < 1) return false;
        left--;
        return true;
    }
}
