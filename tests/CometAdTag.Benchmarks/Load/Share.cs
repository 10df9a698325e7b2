namespace CometAdTag.Benchmarks.Load;

/// <summary>What one process of a run has: so many pages from the first on, one of so many processes.</summary>
internal sealed record Share(LoadOptions Options, int First, int Count, int Of)
{
    /// <summary>Its pages of the storm, numbered behind those of all processes.</summary>
    public int StormFirst { get; init; }

    public int StormCount { get; init; }
}
