namespace CometAdTag.Service.Push;

/// <summary>Which slots an event concerns: those of a website, or of some zones, or all on pages with the given variables.</summary>
internal sealed record EventTarget(string? Website, string[]? Zones, Dictionary<string, string>? Variables)
{
    public bool Concerns(Lineup lineup, string zone)
    {
        if (Zones is not null) return Zones.Contains(zone);
        return Website is null || lineup.Zone(zone)?.WebsiteId == Website;
    }

    /// <summary>Every variable that is asked for has the value that is asked for.</summary>
    public bool Concerns(IReadOnlyDictionary<string, string> variables) =>
        Variables?.All(asked => variables.TryGetValue(asked.Key, out var value) && value == asked.Value) != false;
}
