namespace CometAdTag.Rotation.Holdout;

/// <summary>The two parts of an experiment: pages that refresh as their policies say, and those that never do. The numbers are stored.</summary>
public enum Arm { Refreshing = 0, Holdout = 1 }
