using System.Text.Json;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>Reads a campaign feed: a frozen snapshot of it, or every mistake in it by its JSON path. Never throws, whatever the bytes are.</summary>
public static class CampaignFeed
{
    internal const int MaxDepth = 32;

    public static FeedReading Read(ReadOnlyMemory<byte> utf8)
    {
        var text = WithoutByteOrderMark(utf8);
        return FeedSyntax.FirstError(text.Span) is { } error ? new(null, [error]) : ReadJson(text);
    }

    private static FeedReading ReadJson(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return new(null, [$"line 1, position 1: the feed is {FeedErrors.Kind(document.RootElement)}, not an object"]);
        var errors = new FeedErrors();
        var snapshot = FeedReader.Read(new FeedObject(document.RootElement, "", null, errors));
        return errors.Any ? new(null, errors.ToArray()) : new(snapshot, []);
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
