using System.Globalization;
using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Balance;

/// <summary>A page with somebody who looks at it, scrolls, clicks around and leaves, on a network that fails at times. It tells the stories of all that it is pushed.</summary>
internal sealed class SimulatedPage(SimulatedTraffic traffic, string transport, Random chance)
{
    /// <summary>How long the service waits for a page that speaks by opening anew, in ms.</summary>
    private const long Patience = 40_000;

    /// <summary>How often what may go wrong does.</summary>
    private const double Fault = 0.01;

    private readonly Dictionary<string, Story> stories = [];
    private readonly List<SimulatedSlot> slots = [new("a", "1"), new("b", "2")];
    private TestPage page = null!;
    private long awaySince, backAt;
    private int urls;

    public string Transport => transport;

    /// <summary>It left, and does not come back.</summary>
    public bool HasVanished { get; private set; }

    /// <summary>It has lost its connection.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Nobody waits for it any longer.</summary>
    public bool IsLetGo => Now >= LetGoAt;

    private long LetGoAt => awaySince + (transport == "socket" ? 0 : Patience);

    private bool Speaks => !HasVanished && !IsAway;

    private long Now => traffic.Now;

    public async Task Open()
    {
        slots[1].InView = !Happens(0.3);
        page = await TestPage.Open(traffic.Service, transport, [.. slots.Select(slot => slot.InView ? slot.Added : slot.Added + ":unseen")]);
    }

    /// <summary>Takes what has arrived.</summary>
    public void Take()
    {
        if (!Speaks) return;
        foreach (var frame in page.TakeArrived())
            if (frame.Text("type") == "ad") Arrive(slots.Find(slot => slot.Name == frame.Text("slot"))!, frame);
    }

    /// <summary>Time has passed: what is kept gets too old, and who is away is gone for the service.</summary>
    public void Elapse()
    {
        if (IsAway) LetGo(LetGoAt);
        foreach (var slot in slots)
        {
            if (slot.Current is { } current && Now - current.IssuedAt >= Story.Ttl) current.Ends(Fate.Expired, Now);
            if (slot.Kept is not { } kept || Now - kept.IssuedAt < Story.Ttl) continue;
            slot.IsStale = true;
            slot.Forget();
            page.Forget(kept.Ad);
        }
    }

    public Task Listen() => Speaks ? page.Listen() : Task.CompletedTask;

    /// <summary>Does one thing, or comes back.</summary>
    public async Task Act()
    {
        if (IsAway && !HasVanished && Now >= backAt) await Return();
        else if (Speaks) await Act(slots[chance.Next(slots.Count)]);
    }

    /// <summary>Reports what it shows, as far as nothing goes wrong; several things, that none of them is a push.</summary>
    public async Task Report()
    {
        foreach (var slot in slots)
        {
            if (!Speaks) return;
            if (slot is { InView: true, Kept: { } kept }) await Report(slot, kept);
            if (Speaks && slot.Before is { IsNoted: true } before && !traffic.IsFailing && Happens(0.3)) await End(slot, before);
        }
    }

    /// <summary>Asks for new creatives and says nothing else.</summary>
    public async Task Ask()
    {
        if (Speaks) await Say(() => page.Event("user"));
    }

    /// <summary>The service was killed. Some pages find its successor, and what the others had nobody knows.</summary>
    public async Task Outlive()
    {
        foreach (var slot in slots) slot.Current = null;
        if (!HasVanished) await page.Lose();
        if (IsAway || Happens(0.3)) HasVanished = true;
        (IsAway, awaySince) = (true, Now);
        if (!HasVanished) await Return();
    }

    /// <summary>Opens anew, with all that the service has not acknowledged.</summary>
    public async Task Reopen()
    {
        if (!Speaks) return;
        await Cut();
        await Return();
    }

    /// <summary>Takes off what is withdrawn, at the same time as the service does.</summary>
    public void Withdraw(string creative)
    {
        foreach (var slot in slots.Where(slot => slot.Current?.Ad.Text("creative") == creative))
        {
            // Its replacement may have arrived by now
            page.Forget(slot.Current!.Ad);
            slot.Ends(Fate.Withdrawn, Now);
            slot.Forget();
        }
    }

    /// <summary>Has heard all that it was told.</summary>
    public async Task Hear()
    {
        if (Speaks) await Say(() => page.Heard());
    }

    public async Task Leave()
    {
        if (Speaks) await Cut();
        HasVanished = true;
    }

    private bool Happens(double probability) => chance.NextDouble() < probability;

    private void Arrive(SimulatedSlot slot, JsonElement ad)
    {
        if (!stories.TryGetValue(ad.Text("id"), out var story)) traffic.Begin(stories[ad.Text("id")] = story = new(ad, slot.Zone));
        if (slot.Current != story) slot.Current?.Ends(Fate.Replaced, story.IssuedAt);
        story.Log.Add($"{Now / 1000 % 100000} arrives {slot.Name} {slot.InView} after {slot.Current?.Id}");
        (slot.Before, slot.Has, slot.Current, slot.IsStale) = (slot.Has, story, story, false);
        if (!Happens(Fault)) return;
        // Lost on the way
        story.Log.Add("lost");
        slot.Forget();
        page.Forget(ad);
    }

    private async Task Act(SimulatedSlot slot)
    {
        if (Happens(Fault)) await Stumble();
        else if (Happens(Fault)) await Leave();
        else if (!slot.IsThere) await Add(slot);
        else if (Happens(0.02)) await Remove(slot);
        else if (!slot.InView && Happens(0.15)) await ScrollTo(slot);
        else if (slot.InView && Happens(0.06)) await Say(() => page.View(visible: true, (slot.Name, slot.InView = false)));
        else if (Happens(0.05)) await Say(() => page.Navigate($"{RunningService.Origin}/{(++urls).ToString(CultureInfo.InvariantCulture)}"));
        else if (slot.Has is { IsNoted: true, IsViewed: false } shown && shown == slot.Current && !traffic.IsFailing && Happens(0.6)) await See(shown);
        else if (Happens(0.8)) await Ask();
    }

    private async Task Cut()
    {
        Log(null, "cut " + transport);
        await page.Listen();
        await page.Lose();
        var pages = traffic.Service.Services.GetRequiredService<OpenPages>();
        for (var longest = Tests.Patience.Longest; pages.Find(page.Id!) is { } known && (transport == "socket" || known.TakesPushes); await Task.Yield())
            Assert.False(longest.IsCompleted, "the service has not noticed");
        (IsAway, awaySince, backAt) = (true, Now, Now + chance.Next(600_000));
        if (transport == "socket") LetGo(Now);
    }

    /// <summary>Its connection is cut; it comes back at once, or after a while.</summary>
    private async Task Stumble()
    {
        await Cut();
        if (Happens(0.5)) await Return();
    }

    /// <summary>Nobody waits for it any longer from then on.</summary>
    private void LetGo(long at)
    {
        if (at > Now) return;
        foreach (var slot in slots) slot.Ends(Fate.Gone, at);
    }

    private async Task Return()
    {
        Log(null, "return");
        foreach (var slot in slots)
        {
            slot.Current ??= slot.Has;
            if (slot.Current is not { } shown || !traffic.IsWithdrawn(shown.Ad.Text("creative"))) continue;
            if (shown is { IsNoted: false }) slot.Current.Ends(Fate.Withdrawn, Now);
            slot.Current = null;
            slot.Forget();
        }
        Believe();
        page = await page.OpenedAgain(traffic.Service, transport);
        IsAway = false;
        await page.Listen();
        IsHeard();
    }

    /// <summary>What it said while nothing could be kept has been said again.</summary>
    private void IsHeard()
    {
        if (traffic.IsFailing) return;
        foreach (var story in stories.Values.Where(story => story.IsClaimed)) story.Renders();
    }

    private void Log(SimulatedSlot? at, string what)
    {
        foreach (var slot in slots)
            if (at is null || slot == at) (slot.Current ?? slot.Has)?.Log.Add($"{Now / 1000 % 100000} {what}");
    }

    private async Task Say(Func<Task> words, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(words))] string what = "")
    {
        Log(null, what);
        Tell();
        await words();
    }

    /// <summary>On all but a socket it opens anew to say something.</summary>
    private void Tell()
    {
        if (transport != "socket") Believe();
    }

    /// <summary>Who opens anew says what it has rendered.</summary>
    private void Believe()
    {
        foreach (var slot in slots)
            if (slot.Has is { IsNoted: true, IsRendered: false } has && has == slot.Current) has.IsBelieved = true;
    }

    /// <summary>Until it is acknowledged; a repeated one says that the first answer was lost.</summary>
    private async Task Tell(Story story, string stage)
    {
        Log(null, $"{stage} of {story.Id}");
        Assert.Contains(await page.Report(story.Ad, stage), (string[])["", "duplicate"]);
    }

    private async Task Remove(SimulatedSlot slot)
    {
        slot.Ends(Fate.Gone, Now);
        slot.Forget();
        slot.IsThere = false;
        await Say(() => page.Remove(slot.Name));
    }

    private async Task Add(SimulatedSlot slot)
    {
        (slot.IsThere, slot.InView) = (true, true);
        await Say(() => page.Add(slot.Added));
    }

    private async Task ScrollTo(SimulatedSlot slot)
    {
        if (slot.IsStale)
        {
            await Remove(slot);
            await Add(slot);
        }
        else
        {
            slot.InView = true;
            await Say(() => page.View(visible: true, (slot.Name, true)));
        }
    }

    private async Task Report(SimulatedSlot slot, Story kept)
    {
        if (traffic.IsFailing)
        {
            (kept.IsNoted, kept.IsBelieved, kept.IsClaimed) = (true, true, true);
            Tell();
            await page.Claim(kept.Ad, "rendered");
            await page.Heard();
        }
        else if (Happens(Fault))
        {
            // The receipt is lost, or comes much later by another way
            kept.IsNoted = true;
            page.Believe(kept.Ad, "rendered");
            if (transport != "socket") await Hear();
            if (Happens(0.5)) traffic.Later(kept, Now + chance.Next(30_000, 3_600_000));
        }
        else if (Happens(Fault))
        {
            Tell();
            await Tell(kept, "error");
            kept.Fails();
            page.Forget(kept.Ad);
            slot.Forget();
        }
        else if (Happens(0.97))
        {
            await Render(kept);
        }
    }

    private async Task Render(Story kept)
    {
        Tell();
        await Tell(kept, "rendered");
        kept.IsNoted = true;
        kept.Renders();
        if (Happens(Fault)) Assert.Equal("duplicate", await page.Report(kept.Ad, "rendered"));
    }

    private async Task See(Story shown)
    {
        Tell();
        if (Now - shown.IssuedAt < 1_000) return;
        await Tell(shown, "viewable");
        shown.IsViewed = true;
        shown.Renders();
    }

    private async Task End(SimulatedSlot slot, Story before)
    {
        Tell();
        await Tell(before, "ended");
        before.Renders();
        slot.Before = null;
    }
}
