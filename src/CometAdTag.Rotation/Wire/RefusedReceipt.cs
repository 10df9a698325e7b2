using System.Text.Json;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Rotation.Wire;

/// <summary>A receipt that is settled but not counted, and why.</summary>
public readonly record struct RefusedReceipt(long N, Refusal Reason)
{
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("n", N);
        json.WriteString("reason", Words.Of(Reason));
        json.WriteEndObject();
    }
}
