using System.Globalization;
using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Push;

/// <summary>
/// A page on which anything happens, second by second, and what must hold of it all the time. Slots come, go, scroll and are in any of five
/// zones (1 to 5); some of them never become viewable, or fail; those of zone 5 are refreshed a few times only.
/// </summary>
internal sealed class RoadblockWalk(TestPage page, Random random, IReadOnlyDictionary<string, string[]> companionsOf)
{
    /// <summary>In seconds, the longest and the shortest of the zones.</summary>
    private const double Longest = 45, Shortest = 30;

    private readonly Dictionary<string, Place> places = [];
    private readonly DateTimeOffset begun = page.Service.Clock.GetUtcNow();
    private int added;
    private bool visible = true;

    public int Begun { get; private set; }

    public int Joined { get; private set; }

    /// <summary>The longest that a slot in view waited, in seconds.</summary>
    public double Held { get; private set; }

    private double Now => (page.Service.Clock.GetUtcNow() - begun).TotalSeconds;

    public async Task Run(int seconds)
    {
        while (Now < seconds)
        {
            await Happen();
            page.Service.Clock.Advance(TimeSpan.FromSeconds(1));
            await Settle();
            await Report();
            CheckNoneIsStuck();
        }
    }

    private async Task Happen()
    {
        var one = places.Count == 0 ? "" : places.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(places.Count));
        var what = random.Next(200);
        if (places.Count < 2 || (what < 3 && places.Count < 7)) await Add();
        else if (!visible || what == 3) await Show(random.Next(8) == 0);
        else if (what < 14) await See(one, !places[one].InView);
        else if (what < 16) await page.Event(what == 14 ? "event" : "user");
        else if (what == 16) await Remove(one);
        else if (what == 17 && random.Next(4) == 0) await page.Navigate(string.Create(CultureInfo.InvariantCulture, $"{RunningService.Origin}/{Now}"));
    }

    private async Task Add()
    {
        var (name, zone) = (string.Create(CultureInfo.InvariantCulture, $"s{++added}"), random.Next(1, 6).ToString(CultureInfo.InvariantCulture));
        var fault = random.Next(10) switch { 0 => Fault.Fails, 1 => Fault.NeverViewable, _ => Fault.None };
        places[name] = new(zone, fault) { InView = random.Next(4) > 0, StillSince = Now };
        await page.Add($"{name}:{zone}", places[name].InView);
    }

    private async Task Remove(string slot)
    {
        places.Remove(slot);
        await page.Remove(slot);
    }

    private async Task See(string slot, bool inView)
    {
        (places[slot].InView, places[slot].StillSince) = (inView, Now);
        await page.View(visible, (slot, inView));
    }

    private async Task Show(bool isVisible)
    {
        visible = isVisible;
        foreach (var place in places.Values) place.StillSince = Now;
        await page.View(visible);
    }

    /// <summary>What came now, and in the clock's next tick, where one slot's push asks another.</summary>
    private async Task Settle()
    {
        var before = places.ToDictionary(place => place.Key, place => place.Value.Campaign);
        var came = new List<string>();
        for (var tick = 0; tick < 3; tick++)
        {
            await page.Heard();
            foreach (var frame in page.TakeAll()) Take(frame, came);
            page.Service.Clock.Advance(TimeSpan.FromMilliseconds(20));
        }
        foreach (var slot in came) CheckBeginning(slot, before, came);
    }

    private void Take(JsonElement frame, List<string> came)
    {
        var isAd = frame.Text("type") == "ad";
        if ((!isAd && frame.Text("type") != "empty") || !places.TryGetValue(frame.Text("slot"), out var place)) return;
        Held = visible && place.IsSound ? Math.Max(Held, Now - place.StillSince) : Held;
        (place.StillSince, place.Rendered, place.Viewable) = (Now, false, false);
        place.Ad = isAd ? frame : null;
        place.Campaign = isAd ? frame.Text("campaign") : null;
        if (isAd) came.Add(frame.Text("slot"));
    }

    /// <summary>Creatives in view begin to render at once, and are viewable in the next second.</summary>
    private async Task Report()
    {
        foreach (var place in places.Values)
        {
            if (!visible || !place.InView || place.Ad is not { } ad) continue;
            if (!place.Rendered) await Report(ad, place.Fault == Fault.Fails ? "error" : "rendered");
            else if (!place.Viewable && place.Fault == Fault.None) await Report(ad, "viewable");
            (place.Rendered, place.Viewable) = (true, place.Rendered);
        }
    }

    /// <summary>A slot that came back shows what one that left had shown, so it may be reported twice.</summary>
    private async Task Report(JsonElement ad, string stage) => Assert.Contains(await page.Report(ad, stage), (string[])["", "duplicate"]);

    /// <summary>A companion campaign that no slot showed does not begin while one in view, with time left, shows another that its zone shares with it.</summary>
    private void CheckBeginning(string slot, Dictionary<string, string?> before, List<string> came)
    {
        var campaign = places[slot].Campaign!;
        if (!companionsOf[places[slot].Zone].Contains(campaign)) return;
        if (before.ContainsValue(campaign))
        {
            Joined++;
            return;
        }
        Begun++;
        foreach (var (name, other) in places)
        {
            if (came.Contains(name) || !other.IsSound || other.Campaign is not { } shown || Now - other.StillSince >= Shortest) continue;
            Assert.False(companionsOf[other.Zone].Contains(campaign) && companionsOf[other.Zone].Contains(shown), $"at {Now} s {campaign} begins in {slot}, while {name} shows {shown}");
        }
    }

    /// <summary>A slot that is in view of a visible page for three intervals was rotated.</summary>
    private void CheckNoneIsStuck()
    {
        foreach (var (name, place) in places)
            if (visible && place.IsSound) Assert.True(Now - place.StillSince <= 3 * Longest, $"at {Now} s {name} of zone {place.Zone} shows {place.Campaign} for {Now - place.StillSince} s");
    }

    private enum Fault { None, Fails, NeverViewable }

    private sealed class Place(string zone, Fault fault)
    {
        public string Zone => zone;

        public Fault Fault => fault;

        public bool InView { get; set; }

        public bool IsSound => InView && fault == Fault.None && zone != "5";

        public string? Campaign { get; set; }

        public JsonElement? Ad { get; set; }

        /// <summary>When it last rotated, or came into view.</summary>
        public double StillSince { get; set; }

        public bool Rendered { get; set; }

        public bool Viewable { get; set; }
    }
}
