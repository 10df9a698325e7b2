using System.Text.Json;
using System.Text.Json.Serialization;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Push;

/// <summary>A refresh policy as the API shows it: each value, and the place it comes from. A website shows only what was set for it.</summary>
[JsonConverter(typeof(PolicyViewJson))]
internal sealed record PolicyView(IReadOnlyList<(string Name, object Value, RefreshPlace From)> Values)
{
    public static PolicyView Of(ResolvedPolicy resolved) => Of(resolved.Policy.ToOverrides(), resolved.From);

    public static PolicyView Of(RefreshOverrides website) => Of(website, _ => RefreshPlace.ApiWebsite);

    private static PolicyView Of(RefreshOverrides policy, Func<Func<RefreshOverrides, bool>, RefreshPlace> from)
    {
        var document = RefreshDocument.Of(policy);
        (string Name, object? Value, Func<RefreshOverrides, bool> Sets)[] values =
        [
            ("interval", document.Interval, says => says.Interval is not null),
            ("maxRefreshes", document.MaxRefreshes, says => says.MaxRefreshes is not null),
            ("triggers", document.Triggers?.Select(Words.Of).ToArray(), says => says.Triggers is not null),
            ("enabled", document.Enabled, says => says.Enabled is not null),
            ("onNavigate", document.OnNavigate is { } onNavigate ? Words.Of(onNavigate) : null, says => says.OnNavigate is not null),
            ("mode", document.Mode is { } mode ? Words.Of(mode) : null, says => says.Mode is not null),
        ];
        return new([.. values.Where(value => value.Value is not null).Select(value => (value.Name, value.Value!, from(value.Sets)))]);
    }

    private sealed class PolicyViewJson : JsonConverter<PolicyView>
    {
        public override PolicyView Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A policy is shown, not read, in this shape.");

        public override void Write(Utf8JsonWriter writer, PolicyView value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, set, from) in value.Values)
            {
                writer.WriteStartObject(name);
                writer.WritePropertyName("value");
                JsonSerializer.Serialize(writer, set, set.GetType(), options);
                writer.WriteString("from", Words.Of(from));
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
    }
}
