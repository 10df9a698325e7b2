namespace CometAdTag.Rotation.Impressions;

/// <summary>Why a creative is no longer shown; the numbers are stored.</summary>
public enum EndedReason { None = 0, Replaced = 1, Withdrawn = 2, Removed = 3, Hidden = 4, Unload = 5 }
