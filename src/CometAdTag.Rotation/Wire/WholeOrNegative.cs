using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometAdTag.Rotation.Wire;

/// <summary>Reads an integer, and anything else as -1: for a time whose wrong shape must not refuse the whole frame.</summary>
internal sealed class WholeOrNegative : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole)) return whole;
        reader.Skip();
        return -1;
    }

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
