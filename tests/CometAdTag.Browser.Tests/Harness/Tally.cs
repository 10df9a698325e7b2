namespace CometAdTag.Browser.Tests.Harness;

/// <summary>How many impressions of one zone and trigger reached which stage.</summary>
internal readonly record struct Tally(string Zone, string Trigger, long Served, long Rendered, long Viewable);
