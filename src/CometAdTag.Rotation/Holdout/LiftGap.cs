namespace CometAdTag.Rotation.Holdout;

/// <summary>Why no lift can be told: an arm has too few pages, or too few of them bring any of what is measured.</summary>
public enum LiftGap { TooFewPages, TooRare }
