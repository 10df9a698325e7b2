using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CometAdTag.Service.AdServer;

/// <summary>The first line of the stored feed. The location is kept as its hash, since a URL may hold a secret.</summary>
internal sealed record StoredHeader(int Version, string Location, string? ETag, string Body)
{
    public const int CurrentVersion = 1;

    public static StoredHeader Of(StoredFeed feed) => new(CurrentVersion, Hash(Encoding.UTF8.GetBytes(feed.Location)), feed.ETag, Hash(feed.Body.Span));

    public static StoredHeader? Read(ReadOnlySpan<byte> line) => JsonSerializer.Deserialize(line, StoredHeaderJson.Default.StoredHeader);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, StoredHeaderJson.Default.StoredHeader);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

[JsonSerializable(typeof(StoredHeader))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class StoredHeaderJson : JsonSerializerContext;
