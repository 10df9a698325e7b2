namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>What delivery rules may ask for: of a page, of whoever views it, and the time.</summary>
[Flags]
public enum PageFactKinds
{
    None = 0,
    Url = 1,
    Referrer = 2,
    Source = 4,
    Variables = 8,
    Address = 16,
    UserAgent = 32,
    Languages = 64,
    Geo = 128,
    Time = 256,
    All = 511,
}
