using System.Text.Json;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Rotation.Wire;

/// <summary>A creative for a slot. Size in CSS pixels; after ttl (ms from its arrival) a kept one is not shown any more.</summary>
public readonly record struct AdFrame(string Slot, Impression Impression, string Token, int Width, int Height, string Html, TimeSpan Ttl)
{
    public bool Withdrawal { get; init; }

    /// <summary>It is not refreshed until the next page view.</summary>
    public bool Stays { get; init; }

    /// <summary>The origin of its frame; null: one that nothing else has.</summary>
    public string? Origin { get; init; }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("slot", Slot);
        json.WriteString("id", Impression.Id.ToGuid());
        json.WriteString("token", Token);
        json.WriteString("trigger", Words.Of(Impression.Trigger));
        json.WriteNumber("index", Impression.Index);
        if (Withdrawal) json.WriteBoolean("withdrawal", true);
        if (Stays) json.WriteBoolean("stays", true);
        json.WriteString("creative", Impression.Creative);
        json.WriteString("campaign", Impression.Campaign);
        json.WriteNumber("width", Width);
        json.WriteNumber("height", Height);
        if (Origin is not null) json.WriteString("origin", Origin);
        json.WriteString("html", Html);
        json.WriteNumber("ttl", (long)Ttl.TotalMilliseconds);
    }
}
