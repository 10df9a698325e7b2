using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>
/// What a page passes of the delivery rules of its zones: asked when a zone is first decided, and again only after the page changed, new
/// campaigns came or a rule on time may have changed its mind. Used under the page's gate only.
/// </summary>
internal sealed class PageRules(PageViewer? viewer)
{
    private Passed[] zones = [];
    private string source = "";
    private string? referrer;

    public void Hear(HelloFrame hello, PageFactKinds asks)
    {
        source = hello.Source;
        if (asks.HasFlag(PageFactKinds.Referrer)) referrer = hello.Referrer;
    }

    /// <summary>Whether the same page said the same on its last connection, but for url and variables.</summary>
    public bool IsAs(PageRules older) => source == older.source && (referrer ?? "") == (older.referrer ?? "");

    /// <summary>True where it says anything that rules may ask for.</summary>
    public bool Hear(PageChangeFrame change)
    {
        if (change is { Url: null, Referrer: null, Source: null, Variables: null }) return false;
        (source, referrer) = (change.Source ?? source, change.Referrer ?? referrer);
        zones = [];
        return true;
    }

    /// <summary>A bit for each creative linked to the zone; none where they have no rules.</summary>
    public ReadOnlySpan<ulong> Of(RuleBook book, Zone zone, Conversation page, Slot slot, DateTimeOffset now)
    {
        if (book.Of(zone) is not { } rules) return [];
        if (slot.HasWords)
        {
            var own = new ulong[rules.Length];
            rules.Evaluate(FactsOf(page, slot), now, own);
            return own;
        }
        var at = Array.FindIndex(zones, each => each.Zone == zone.Id);
        if (at >= 0 && zones[at].Rules == rules && now < zones[at].Until) return zones[at].Bits;
        if (at < 0)
        {
            at = zones.Length;
            Array.Resize(ref zones, at + 1);
        }
        var bits = zones[at].Bits is { } old && old.Length == rules.Length ? old : new ulong[rules.Length];
        rules.Evaluate(FactsOf(page, slot), now, bits);
        zones[at] = new(zone.Id, rules, rules.RightUntil(now), bits);
        return bits;
    }

    /// <summary>What was not asked for when the page came is not known of it.</summary>
    private PageFacts FactsOf(Conversation page, Slot slot) => new()
    {
        Known = PageFactKinds.Url | PageFactKinds.Source | PageFactKinds.Variables | PageFactKinds.Time
            | (referrer is null ? PageFactKinds.None : PageFactKinds.Referrer) | (viewer?.Known ?? PageFactKinds.None),
        Url = page.Url,
        Referrer = referrer ?? "",
        Source = slot.Source(source),
        Variables = slot.Variables(page.Variables),
        Address = viewer?.Address ?? "",
        UserAgent = viewer?.UserAgent ?? "",
        Languages = viewer?.Languages ?? "",
        Geo = viewer?.Geo ?? GeoFacts.None,
    };

    private readonly record struct Passed(string Zone, ZoneRules Rules, DateTimeOffset Until, ulong[] Bits);
}
