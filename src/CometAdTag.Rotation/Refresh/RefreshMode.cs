namespace CometAdTag.Rotation.Refresh;

/// <summary>What a rotation pushes: a creative, or only the signal to refresh, where somebody else's stack fills the slot.</summary>
public enum RefreshMode { Creative, Signal }
