using System.Text;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Pacing;

namespace CometAdTag.Rotation.Tests.Delivery;

/// <summary>A Revive 6.0.8 with nine campaigns, whose own delivery was asked 4,000 times a zone; its zones are asked here as a service would.</summary>
internal sealed class SeededRevive
{
    /// <summary>When it was asked.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public static readonly PageFacts News = Page("http://page.test/news"), Sports = Page("http://page.test/sports");

    private readonly RuleBook rules;

    private SeededRevive(string feed)
    {
        var reading = CampaignFeed.Read(Encoding.UTF8.GetBytes(feed));
        Assert.Empty(reading.Errors);
        Snapshot = reading.Snapshot!;
        rules = RuleBook.Of(Snapshot);
        Assert.Empty(rules.Problems);
    }

    public static SeededRevive Told { get; } = new(Text);

    /// <summary>The same, of an ad server that does not say what has not begun or is over: its API tells dates only.</summary>
    public static SeededRevive Untold { get; } = new(Text.Replace("\"awaiting\"", "\"running\"", StringComparison.Ordinal).Replace("\"expired\"", "\"running\"", StringComparison.Ordinal));

    public Snapshot Snapshot { get; }

    public Zone Zone(int id) => Snapshot.Zones[$"{id}"];

    public static PageFacts Page(string url, string languages = "en", string source = "") => new() { Url = url, Languages = languages, Source = source };

    /// <summary>A viewer who saw a creative in a zone so many seconds ago, each time.</summary>
    public ViewerHistory Saw(int creative, int zone, params int[] ago) => ago.OrderDescending()
        .Aggregate(ViewerHistory.Empty, (history, seconds) => history.With(CapUse.Of(Zone(zone), Snapshot.Creatives[$"{creative}"]), Now.AddSeconds(-seconds)));

    /// <summary>What a page's slot of the zone gets for a draw.</summary>
    public Func<double, Decision> Ask(int zone, PageFacts? page = null, ViewerHistory? history = null, Goals? goals = null, DateTimeOffset? now = null)
    {
        var (asked, at) = (Zone(zone), now ?? Now);
        var passed = new ulong[rules.Of(asked)?.Length ?? 0];
        rules.Of(asked)?.Evaluate(page ?? News, at, passed);
        return draw => Selector.Choose(Snapshot, new SlotRequest { Zone = asked, PassedRules = passed, History = history, Goals = goals }, at, draw);
    }

    private static string Text => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Delivery", "seeded-revive.json"));
}
