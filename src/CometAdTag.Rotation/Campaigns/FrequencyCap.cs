namespace CometAdTag.Rotation.Campaigns;

/// <summary>At most so many impressions for one viewer: ever, per session, and not again within so many seconds; 0 is no cap.</summary>
public readonly record struct FrequencyCap(int Total, int Session, int Seconds)
{
    public bool IsNone => this == default;
}
