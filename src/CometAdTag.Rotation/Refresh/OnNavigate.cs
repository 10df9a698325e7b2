namespace CometAdTag.Rotation.Refresh;

/// <summary>What a virtual page view does to a slot: rotate it, or keep its creative and only count its refreshes anew.</summary>
public enum OnNavigate { Rotate, Keep }
