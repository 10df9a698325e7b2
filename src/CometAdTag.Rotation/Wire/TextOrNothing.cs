using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometAdTag.Rotation.Wire;

/// <summary>Reads text, and anything else as "": for a member whose wrong shape must not refuse the whole frame.</summary>
internal sealed class TextOrNothing : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
        reader.Skip();
        return "";
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
