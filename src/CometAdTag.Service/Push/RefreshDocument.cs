using System.Text.Json;
using System.Text.Json.Serialization;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Service.Push;

/// <summary>A refresh policy as the API takes it: what is left out is inherited. Interval in ms.</summary>
internal sealed record RefreshDocument
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Time between two rotations, in ms of the creative's time in view.</summary>
    public long? Interval { get; init; }
    /// <summary>Refreshes of one slot and page view; 0 is no cap.</summary>
    public int? MaxRefreshes { get; init; }
    /// <summary>Which triggers may rotate: any of user, event, time.</summary>
    public Trigger[]? Triggers { get; init; }
    /// <summary>False: first fill only.</summary>
    public bool? Enabled { get; init; }
    public OnNavigate? OnNavigate { get; init; }
    public RefreshMode? Mode { get; init; }

    public static RefreshDocument Of(RefreshOverrides policy) => new()
    {
        Interval = (long?)policy.Interval?.TotalMilliseconds,
        MaxRefreshes = policy.MaxRefreshes,
        Triggers = policy.Triggers is { } triggers ? Words(triggers) : null,
        Enabled = policy.Enabled,
        OnNavigate = policy.OnNavigate,
        Mode = policy.Mode,
    };

    /// <summary>Throws a <see cref="JsonException"/> that names what is wrong.</summary>
    public static RefreshDocument FromJson(string json) =>
        JsonSerializer.Deserialize<RefreshDocument>(json, Json) ?? throw new JsonException("null is no policy");

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public RefreshOverrides ToOverrides() => new(
        Interval is { } interval ? TimeSpan.FromMilliseconds(interval) : null,
        MaxRefreshes, Enabled,
        Triggers?.Aggregate(Rotation.Refresh.Triggers.None, (all, trigger) => all | Flag(trigger)),
        OnNavigate, Mode);

    /// <summary>Everything that is wrong with it, by member; R1 among it.</summary>
    public IEnumerable<string> Errors(bool allowShort)
    {
        var least = allowShort ? TimeSpan.FromMilliseconds(100) : RefreshPolicy.MinimumInterval;
        if (Interval < least.TotalMilliseconds || Interval > TimeSpan.FromDays(1).TotalMilliseconds)
            yield return $"interval: {Interval} ms; it is at least {least.TotalMilliseconds} ms{(allowShort ? "" : " (rule R1)")} and at most a day";
        if (MaxRefreshes is < 0 or > 100_000) yield return $"maxRefreshes: {MaxRefreshes}; it is 0 (no cap) to 100000";
        if (Triggers?.Contains(Trigger.Initial) == true) yield return "triggers: initial; they are user, event and time";
    }

    private static Trigger[] Words(Triggers triggers) =>
        [.. new[] { Trigger.User, Trigger.Event, Trigger.Time }.Where(trigger => triggers.HasFlag(Flag(trigger)))];

    private static Triggers Flag(Trigger trigger) => trigger switch
    {
        Trigger.User => Rotation.Refresh.Triggers.User,
        Trigger.Event => Rotation.Refresh.Triggers.Event,
        Trigger.Time => Rotation.Refresh.Triggers.Time,
        _ => Rotation.Refresh.Triggers.None,
    };
}
