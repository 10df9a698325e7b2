namespace CometAdTag.Service.AdServer;

/// <summary>A way to ask the ad server what it counted by itself.</summary>
internal interface IAdServerCounts
{
    /// <summary>As reports call it.</summary>
    string Name { get; }

    /// <summary>How long after an hour its numbers of it are complete.</summary>
    TimeSpan Behind { get; }

    /// <summary>
    /// Tells hour by hour, on one thread at a time, at least of the campaigns that are named, and not of hours in which nothing was counted.
    /// Unless it is ok, what was told is not all of it.
    /// </summary>
    Task<AdServerAnswer> AskAsync(HourRange hours, IReadOnlyCollection<string> campaigns, Action<AdServerCount> tell, CancellationToken cancel);
}
