using System.Text;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Service.AdServer;

/// <summary>A campaign feed that is put together here, from objects that are JSON text already.</summary>
internal sealed record FeedDraft(string TimeZone)
{
    // The API does not tell when something changed, and the bytes must be the same as long as nothing did
    private const string NoTime = "1970-01-01T00:00:00Z";
    private const string Name = "Revive Adserver";

    public IEnumerable<string> Websites { get; init; } = [];
    public IEnumerable<string> Zones { get; init; } = [];
    public IEnumerable<string> Channels { get; init; } = [];
    public IEnumerable<string> Campaigns { get; init; } = [];
    public IEnumerable<string> Creatives { get; init; } = [];
    public IEnumerable<string> Links { get; init; } = [];

    public byte[] ToBytes() => Encoding.UTF8.GetBytes($$"""
        {"version":1,"generatedAt":"{{NoTime}}","timeZone":"{{TimeZone}}","adServer":{"name":"{{Name}}"},
        "websites":[{{Rows(Websites)}}],
        "zones":[{{Rows(Zones)}}],
        "channels":[{{Rows(Channels)}}],
        "campaigns":[{{Rows(Campaigns)}}],
        "creatives":[{{Rows(Creatives)}}],
        "links":[{{Rows(Links)}}]}
        """);

    /// <summary>What the feed's reader finds wrong with it, in words, without the place in the feed; null where it is right.</summary>
    public string? Wrong()
    {
        var errors = CampaignFeed.Read(ToBytes()).Errors;
        return errors.IsEmpty ? null : string.Join("; ", errors.Select(error => error[(error.IndexOf("].", StringComparison.Ordinal) is var end and >= 0 ? end + 2 : 0)..]));
    }

    private static string Rows(IEnumerable<string> rows) => string.Join(",\n", rows);
}
