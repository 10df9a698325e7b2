using System.Collections.Immutable;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>What the publisher has: websites, their zones, and channels.</summary>
internal static class FeedInventory
{
    private const int MaxSide = 10_000, MaxIntervalSeconds = 86_400;

    public static FeedTable<Website> Websites(FeedObject feed)
    {
        var table = new FeedTable<Website>("website");
        foreach (var item in feed.RequiredObjects("websites"))
        {
            var id = item.Id("id");
            table.Add(item, id, new(id, item.Name("name"), Origins(item)));
        }
        return table;
    }

    public static FeedTable<Zone> Zones(FeedObject feed, FeedTable<Website> websites)
    {
        var table = new FeedTable<Zone>("zone");
        var chained = new List<FeedObject>();
        foreach (var item in feed.RequiredObjects("zones"))
        {
            var zone = Zone(item, websites);
            table.Add(item, zone.Id, zone);
            if (zone.Chain is not null) chained.Add(item);
        }
        foreach (var item in chained) table.Named(item, "chain");
        return table;
    }

    public static FeedTable<Channel> Channels(FeedObject feed)
    {
        var table = new FeedTable<Channel>("channel");
        foreach (var item in feed.Objects("channels"))
        {
            var id = item.Id("id");
            table.Add(item, id, new(id, FeedLimits.Rules(item, required: true)));
        }
        return table;
    }

    private static Zone Zone(FeedObject item, FeedTable<Website> websites)
    {
        var website = websites.Named(item, "website");
        return new(item.Id("id"), website?.Id ?? "", item.Name("name"), Side(item, "width"), Side(item, "height"))
        {
            Chain = item.Has("chain") ? item.Id("chain") : null,
            Cap = FeedLimits.Cap(item),
            FallbackHtml = item.Object("fallback") is { } fallback ? FeedCreatives.Html(fallback) : null,
            Refresh = Refresh(item.Object("refresh")),
        };
    }

    private static int Side(FeedObject zone, string member)
    {
        var side = zone.RequiredWhole(member, -1, MaxSide);
        if (side == 0) zone.Wrong(member, $"0 is neither a size from 1 to {MaxSide} nor -1 (any)");
        return side;
    }

    private static RefreshOverrides Refresh(FeedObject? item)
    {
        if (item is null) return RefreshOverrides.None;
        var seconds = item.Number("interval", 0, MaxIntervalSeconds);
        if (seconds == 0) item.Wrong("interval", "0 seconds is no interval");
        return new(seconds is { } given ? TimeSpan.FromSeconds((double)given) : null, (int?)item.Whole("maxRefreshes", 0, int.MaxValue));
    }

    private static ImmutableArray<string> Origins(FeedObject website)
    {
        var origins = new List<string>();
        foreach (var (place, text) in website.RequiredTexts("origins"))
            if (FeedUrls.Origin(text) is { } origin) origins.Add(origin);
            else website.Wrong(place, $"{FeedErrors.Quote(text)} is no origin (http or https, a host, maybe a port, and nothing after it)");
        return [.. origins.Distinct(StringComparer.Ordinal)];
    }
}
