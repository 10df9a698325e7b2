using System.Text.Json;
using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Tests.Load;

/// <summary>One creative that a page got.</summary>
internal sealed record PushedAd(ImpressionId Id, string Campaign, string Creative, string Token)
{
    public static PushedAd Of(JsonElement frame) => new(
        ImpressionId.Read(frame.GetProperty("id").GetGuid().ToByteArray(bigEndian: true)), frame.GetProperty("campaign").GetString()!,
        frame.GetProperty("creative").GetString()!, frame.GetProperty("token").GetString()!);
}
