namespace CometAdTag.Service.Ledger;

/// <summary>What became of what was handed over. Unconfirmed: it may have been counted or not, and is not told again.</summary>
internal readonly record struct HandedOver(Delivered Counted, Delivered Refused, Delivered Unconfirmed)
{
    public Delivered Of(HandOverOutcome outcome) => outcome switch
    {
        HandOverOutcome.Counted => Counted,
        HandOverOutcome.Refused => Refused,
        _ => Unconfirmed,
    };

    public static HandedOver operator +(HandedOver a, HandedOver b) =>
        new(a.Counted + b.Counted, a.Refused + b.Refused, a.Unconfirmed + b.Unconfirmed);
}
