namespace CometAdTag.Rotation.Holdout;

/// <summary>Why no lift can be told: an arm has too few pages, too few of them bring any of what is measured, or the part held out changed.</summary>
public enum LiftGap { TooFewPages, TooRare, PartChanged }
