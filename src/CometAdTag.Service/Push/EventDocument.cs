using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>An event of the publisher's own server, as POST /api/v1/events takes it.</summary>
internal sealed record EventDocument
{
    public const int MostSpread = 60_000;

    /// <summary>What happened, in the publisher's words; 1 to 64 characters.</summary>
    public string Name { get; init; } = "";
    /// <summary>All pages of this website.</summary>
    public string? Website { get; init; }
    /// <summary>All slots of these zones.</summary>
    public string[]? Zones { get; init; }
    /// <summary>Only pages that have these variables.</summary>
    public Dictionary<string, string>? Variables { get; init; }
    /// <summary>event (the default) or user.</summary>
    public string Trigger { get; init; } = "event";
    /// <summary>Each page waits a random part of so many ms, so that very many do not rotate in one instant; 0 to 60000.</summary>
    public int Spread { get; init; }

    public EventTarget Target => new(Website, Zones, Variables);

    public Trigger AsTrigger => Trigger == "user" ? Rotation.Refresh.Trigger.User : Rotation.Refresh.Trigger.Event;

    /// <summary>Everything that is wrong with it, by member.</summary>
    public Dictionary<string, string[]> Errors(Lineup lineup)
    {
        var errors = new Dictionary<string, string[]>();
        if (Name.Length is 0 or > WireLimits.EventName) errors["name"] = [$"has 1 to {WireLimits.EventName} characters"];
        if (Website is null && Zones is null && Variables is null) errors["website"] = ["say which pages: website, zones or variables"];
        if (Website is not null && Zones is not null) errors["zones"] = ["give website or zones, not both"];
        if (Website is not null && !lineup.Snapshot.Websites.ContainsKey(Website))
            errors["website"] = [lineup.IsDelegated ? "the ad server decides each fill, and which zones are a website's is not known: give zones or variables" : $"no website has the id \"{Website}\""];
        if (Zones?.Select(zone => zone ?? "").FirstOrDefault(zone => lineup.Zone(zone) is null) is { } unknown) errors["zones"] = [$"no zone has the id \"{unknown}\""];
        if (Variables?.Count > WireLimits.Variables) errors["variables"] = [$"at most {WireLimits.Variables}"];
        if (Variables?.ContainsValue(null!) == true) errors["variables"] = ["each has a text as its value"];
        if (Trigger is not ("event" or "user")) errors["trigger"] = [$"\"{Trigger}\" is neither event nor user"];
        if (Spread is < 0 or > MostSpread) errors["spread"] = [$"0 to {MostSpread} ms"];
        return errors;
    }
}
