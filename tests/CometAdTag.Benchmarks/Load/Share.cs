namespace CometAdTag.Benchmarks.Load;

/// <summary>What one process of a run has: so many pages from the first on, one of so many processes.</summary>
internal sealed record Share(LoadOptions Options, int First, int Count, int Of);
