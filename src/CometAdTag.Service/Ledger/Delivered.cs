namespace CometAdTag.Service.Ledger;

/// <summary>Numbers of impressions (rendered) and clicks.</summary>
internal readonly record struct Delivered(long Impressions, long Clicks)
{
    public static readonly Delivered OneImpression = new(1, 0);
    public static readonly Delivered OneClick = new(0, 1);

    public bool IsNone => this == default;

    public long Sum => Impressions + Clicks;

    /// <summary>The first of them, impressions before clicks.</summary>
    public Delivered AtMost(long count)
    {
        var impressions = Math.Min(Impressions, count);
        return new(impressions, Math.Min(Clicks, count - impressions));
    }

    public static Delivered operator +(Delivered a, Delivered b) => new(a.Impressions + b.Impressions, a.Clicks + b.Clicks);

    public static Delivered operator -(Delivered a, Delivered b) => new(a.Impressions - b.Impressions, a.Clicks - b.Clicks);
}
