using System.Text.Json;

namespace CometAdTag.Service.AdServer;

/// <summary>What the plugin says is wrong, {"error": "..."}, as it may be logged; nothing where it is another program that answers.</summary>
internal static class AdServerError
{
    private const int MaxBytes = 8 << 10, MaxCharacters = 500;

    /// <summary>Begins with a colon, or is empty.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json") return "";
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var bytes = new byte[MaxBytes];
        var read = await stream.ReadAtLeastAsync(bytes, MaxBytes, throwOnEndOfStream: false, cancel);
        var said = string.Concat(Text(bytes.AsMemory(0, read)).Where(c => !char.IsControl(c)).Take(MaxCharacters));
        return said.Length > 0 ? $": {said}" : "";
    }

    private static string Text(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return json.RootElement is { ValueKind: JsonValueKind.Object } document
                && document.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "";
        }
        // The second: text that is no Unicode, which is found only when it is read
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
