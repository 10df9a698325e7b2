using System.Text.Json;

namespace CometAdTag.Service.Tests.Settings;

/// <summary>One property of a JSON schema: its key, and what the schema says of it, also by reference.</summary>
internal sealed record SchemaNode(string Key, JsonElement Node, JsonElement Target)
{
    public static IEnumerable<SchemaNode> Of(JsonElement root) => Below(root, root, "");

    public string? Text(string keyword)
    {
        if (!Node.TryGetProperty(keyword, out var value) && !Target.TryGetProperty(keyword, out value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    private static IEnumerable<SchemaNode> Below(JsonElement root, JsonElement node, string path)
    {
        if (node.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
            {
                var found = new SchemaNode(path + property.Name, property.Value, Resolve(root, property.Value));
                yield return found;
                foreach (var below in Below(root, found.Target, found.Key + ":")) yield return below;
            }
        foreach (var (keyword, mark) in ((string, string)[])[("items", "[]:"), ("additionalProperties", "*:")])
            if (node.TryGetProperty(keyword, out var each) && each.ValueKind == JsonValueKind.Object)
                foreach (var below in Below(root, Resolve(root, each), path + mark)) yield return below;
    }

    private static JsonElement Resolve(JsonElement root, JsonElement node) =>
        node.TryGetProperty("$ref", out var reference) ? root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]) : node;
}
