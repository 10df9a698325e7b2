namespace CometAdTag.Rotation.Impressions;

/// <summary>What is known of an impression; served is counted when it is pushed, the others come by receipt or click. The numbers are stored.</summary>
public enum Stage { Served = 0, Rendered = 1, Viewable = 2, Ended = 3, Error = 4, Clicked = 5 }
