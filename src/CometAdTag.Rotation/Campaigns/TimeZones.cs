namespace CometAdTag.Rotation.Campaigns;

/// <summary>Time zones by their IANA name.</summary>
public static class TimeZones
{
    /// <summary>Null where no such time zone is known here.</summary>
    public static TimeZoneInfo? Named(string id) => IsName(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found) ? found : null;

    // The name is a path below the folder of time zones: nothing that could lead out of it.
    private static bool IsName(string id) =>
        id.Length is > 0 and <= 64 && char.IsAsciiLetter(id[0]) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
