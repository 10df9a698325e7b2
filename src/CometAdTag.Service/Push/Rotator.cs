using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Pacing;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>Decides what a slot shows and makes the push: decision, impression id, token, frame.</summary>
internal sealed class Rotator(LineupBoard board, CreativeHosts hosts, Pacemaker pacemaker, PendingCaps caps, WithdrawalTimes withdrawals, TokenSigner tokens, Ledger.Ledger ledger, Instruments instruments, ServiceClock clock, Chance chance)
{
    /// <summary>A page that keeps a creative unseen does not show it later than this.</summary>
    public static readonly TimeSpan Ttl = TimeSpan.FromMinutes(5);

    public WithdrawalTimes Withdrawals => withdrawals;

    public Lineup Lineup => board.Current;

    public ServiceClock Clock => clock;

    public Instruments Instruments => instruments;

    /// <summary>Chooses for a slot, and offers the page the creative or the passback.</summary>
    public void Push(Conversation with, Slot slot, Trigger trigger)
    {
        var lineup = board.Current;
        var zone = lineup.Zone(slot.Zone);
        if (zone is not null && lineup.Policy(slot.Zone).Mode == RefreshMode.Signal)
        {
            End(with, slot, Fate.Replaced);
            Signal(with, slot, trigger);
            return;
        }
        var (decision, serving, reserved) = Decide(lineup, zone, with, slot);
        instruments.Decided(slot.Zone, decision);
        End(with, slot, Fate.Replaced);
        if (decision.Creative is { } creative) Fill(lineup, serving!, with, slot, creative, trigger, reserved);
        else Pass(with, slot, decision.Reason);
    }

    /// <summary>Sends once more what the page did not get or lost: the same impression, which is counted once.</summary>
    public bool PushAgain(Conversation with, Slot slot)
    {
        var lineup = board.Current;
        if (slot.Current is not { } impression || TimeLeft(impression) <= TimeSpan.Zero) return false;
        if (impression.Creative.Length == 0)
        {
            OfferSignal(with, slot, impression);
            return true;
        }
        if (lineup.Serving(slot.Zone, impression.Zone) is not { } zone || Eligible(lineup, zone, with, slot, impression) is not { } creative)
        {
            pacemaker.GiveBack(impression);
            return false;
        }
        slot.HasEnded = false;
        Offer(lineup, zone, with, slot, creative, impression, isReplacement: false);
        return true;
    }

    /// <summary>The page goes on with what was pushed to the slot and may yet be rendered.</summary>
    public void Resumed(Slot slot)
    {
        if (slot.Unrendered is { } impression && TimeLeft(impression) > TimeSpan.Zero) pacemaker.HoldAgain(impression);
    }

    /// <summary>What was pushed to the slot waits to be rendered for nobody, until somebody goes on with it.</summary>
    public void GiveBack(Slot slot) => pacemaker.GiveBack(slot.Unrendered);

    /// <summary>What was pushed to the slot and was not rendered yet will not be; what is too old by now was so before.</summary>
    public void End(Conversation with, Slot slot, Fate fate)
    {
        if (slot.Unrendered is not { } impression) return;
        slot.HasEnded = true;
        pacemaker.GiveBack(impression);
        if (impression.Creative.Length > 0 && with.Page.Origin.IsCounted) ledger.Ended(impression, TimeLeft(impression) > TimeSpan.Zero ? fate : Fate.Expired);
    }

    /// <summary>When what was pushed to the slot and was not rendered yet is too old to be, in monotonic ms as now is; never where nothing was.</summary>
    public long ExpiryOf(Slot slot, long now) => slot.Unrendered is { Creative.Length: > 0 } impression
        ? now + (long)TimeLeft(impression).TotalMilliseconds
        : long.MaxValue;

    /// <summary>Whether what the slot shows may stay there under the present campaigns and withdrawals; nobody can tell before the first campaigns came.</summary>
    public bool MayStay(Slot slot, Impression? impression)
    {
        var lineup = board.Current;
        if (impression is not { Creative.Length: > 0 } shown) return true;
        if (lineup.IsDelegated) return !lineup.IsWithdrawn(shown.Creative, shown.Campaign);
        if (lineup.IsEmpty) return true;
        return lineup.Serving(slot.Zone, shown.Zone) is { } zone && Eligibility.MayStay(lineup.Snapshot, zone, shown.Creative);
    }

    /// <summary>Offers a passback, with its reason.</summary>
    public void Pass(Conversation with, Slot slot, PassbackReason reason)
    {
        slot.Pass(clock.Monotonic);
        with.Page.Offer(ServiceFrames.Empty(slot.Name, Words.Of(reason), collapse: false), slot.Name);
    }

    /// <summary>Offers a creative, in a frame of the origin that the zone's creatives have.</summary>
    public void OfferAd(Conversation with, Slot slot, AdFrame ad) =>
        with.Page.Offer(ServiceFrames.Ad(ad with { Origin = hosts.OriginFor(slot.Zone, with.Page.Origin) }), slot.Name);

    /// <summary>What a page that reconnects says it shows; null where its token proves nothing of that slot.</summary>
    public ImpressionToken? Resume(SlotResumed resumed, Slot slot, PageOrigin origin) =>
        tokens.TryRead(resumed.Token, out var token)
        && (token.Impression.Zone == slot.Zone || board.Current is { IsEmpty: true } || board.Current.Serving(slot.Zone, token.Impression.Zone) is not null)
        && token.OriginHash == origin.Hash
        && AgeOf(token) <= ImpressionToken.Lifetime
            ? token
            : null;

    /// <summary>The group of a page that reconnects, as what it shows tells; null where nothing does.</summary>
    public PageGroup? GroupOf(HelloFrame hello, PageOrigin origin)
    {
        foreach (var resumed in hello.Resume)
            if (tokens.TryRead(resumed.Token, out var token) && token.OriginHash == origin.Hash && AgeOf(token) <= ImpressionToken.Lifetime)
                return token.Impression.Group;
        return null;
    }

    /// <summary>Counts a page of a holdout, of the website of its first slot.</summary>
    public void Count(PageGroup group, Zone zone) => ledger.Opened(group, zone.WebsiteId);

    /// <summary>Since its push, in ms.</summary>
    public long AgeOf(in ImpressionToken token) => Math.Max(0, clock.Unix - token.IssuedAt);

    public bool Stays(in ImpressionToken token) =>
        board.Current.Snapshot.Creatives.GetValueOrDefault(token.Impression.Creative)?.StaysUntilNavigation ?? false;

    /// <summary>Whether a companion campaign that leads the page would take the slot now.</summary>
    public bool CanTake(Conversation with, Slot slot, string campaign)
    {
        var lineup = board.Current;
        if (lineup.Zone(slot.Zone) is not { } zone) return false;
        var takes = Takes(lineup, zone, with, slot, campaign);
        foreach (var chained in lineup.Snapshot.ChainOf(zone)) takes ??= Takes(lineup, chained, with, slot, campaign);
        return takes is true;
    }

    /// <summary>Chooses, from the zone that serves it, and reserves an impression of the goal where the campaign has one.</summary>
    private (Decision Decision, Zone? Serving, Goal? Reserved) Decide(Lineup lineup, Zone? zone, Conversation with, Slot slot)
    {
        while (true)
        {
            var (decision, serving) = Choose(lineup, zone, with, slot);
            if (decision.Creative is not { } creative || lineup.Goals.Of(creative.Campaign) is not { } goal || !with.Page.Origin.IsCounted) return (decision, serving, null);
            if (goal.TryReserve()) return (decision, serving, goal);
            // Somebody else took the last one meanwhile: it is not eligible any more
        }
    }

    private (Decision, Zone?) Choose(Lineup lineup, Zone? zone, Conversation with, Slot slot)
    {
        // What the ad server decides never comes here, but for an id that it cannot have
        if (lineup.IsDelegated) return (Decision.Passback(PassbackReason.NoneRunning), zone);
        if (lineup.IsEmpty) return (Decision.Passback(PassbackReason.AdServerAway), zone);
        if (board.IsTooOld) return (Decision.Passback(PassbackReason.SnapshotOld), zone);
        if (zone is null) return (Decision.Passback(PassbackReason.UnknownZone), zone);
        return slot.IsTiny(zone.Width, zone.Height) ? (Decision.Passback(PassbackReason.TooSmall), zone) : ChooseAlong(lineup, zone, with, slot);
    }

    /// <summary>From the zone, or where it has nothing to show, from the first one of its chain that has; of their reasons the one that says most.</summary>
    private (Decision, Zone) ChooseAlong(Lineup lineup, Zone zone, Conversation with, Slot slot)
    {
        var decision = ChooseIn(lineup, zone, with, slot);
        if (decision.Creative is not null || zone.Chain is null) return (decision, zone);
        foreach (var chained in lineup.Snapshot.ChainOf(zone))
        {
            var next = ChooseIn(lineup, chained, with, slot);
            if (next.Creative is not null) return (next, chained);
            if (Eligibility.Depth(next.Reason) > Eligibility.Depth(decision.Reason)) decision = next;
        }
        return (decision, zone);
    }

    private Decision ChooseIn(Lineup lineup, Zone zone, Conversation with, Slot slot)
    {
        var now = clock.Time.GetUtcNow();
        return Selector.Choose(lineup.Snapshot, RequestOf(lineup, zone, with, slot, now), now, chance.Draw());
    }

    /// <summary>Null where the zone has nothing to show, so that the next of its chain is asked.</summary>
    private bool? Takes(Lineup lineup, Zone zone, Conversation with, Slot slot, string campaign)
    {
        var (linked, now, isFilled) = (lineup.Snapshot.LinkedTo(zone), clock.Time.GetUtcNow(), false);
        var request = RequestOf(lineup, zone, with, slot, now);
        for (var place = 0; place < linked.Length; place++)
        {
            var isCompanion = linked[place].Campaign.Id == campaign;
            if ((isFilled && !isCompanion) || Eligibility.Refusal(linked[place], place, request, now) is not null) continue;
            if (isCompanion) return true;
            isFilled = true;
        }
        return isFilled ? false : null;
    }

    private static SlotRequest RequestOf(Lineup lineup, Zone zone, Conversation with, Slot slot, DateTimeOffset now)
    {
        var (leads, taken) = with.CompanionsFor(slot);
        return new()
        {
            Zone = zone,
            Width = Largest(slot.Width, lineup.Zone(slot.Zone)?.Width),
            Height = Largest(slot.Height, lineup.Zone(slot.Zone)?.Height),
            OnPage = with.ShownBeside(slot).Select(lineup.Shown).ToArray(),
            Leads = leads,
            Taken = taken,
            Current = slot.Current?.Creative,
            Goals = lineup.Goals,
            History = with.Viewer?.History,
            PassedRules = with.PassedRules(lineup, zone, slot, now),
        };
    }

    /// <summary>What the page keeps free for a slot: its own size, else that of its zone, also for what comes from a zone that this one falls to.</summary>
    private static int Largest(int own, int? zone) => own > 0 ? own : Math.Max(0, zone ?? 0);

    /// <summary>The creative, if it may still be shown: campaigns change while a page is away.</summary>
    private Creative? Eligible(Lineup lineup, Zone zone, Conversation with, Slot slot, Impression impression)
    {
        var linked = lineup.Snapshot.LinkedTo(zone).AsSpan();
        var now = clock.Time.GetUtcNow();
        // Companions let it in when it was pushed
        var request = RequestOf(lineup, zone, with, slot, now) with { Taken = [] };
        for (var place = 0; place < linked.Length; place++)
        {
            if (linked[place].Id != impression.Creative) continue;
            var refusal = Eligibility.Refusal(linked[place], place, request, now);
            // This very push may be what reached the goal, and what it was rendered for, the cap
            var isItsOwn = refusal is PassbackReason.GoalReached || (refusal is PassbackReason.Capped && slot.State.Rendered);
            var isEligible = refusal is null || (isItsOwn && !linked[place].Withdrawn);
            return isEligible && pacemaker.HoldAgain(impression) ? linked[place] : null;
        }
        return null;
    }

    /// <summary>How long a page may yet begin to show it.</summary>
    private TimeSpan TimeLeft(Impression impression) => Ttl - TimeSpan.FromMilliseconds(clock.Unix - impression.Id.IssuedAt);

    private void Fill(Lineup lineup, Zone zone, Conversation with, Slot slot, Creative creative, Trigger trigger, Goal? reserved)
    {
        var isReplacement = slot.State.Pending.Kind == PendingKind.Withdrawal;
        var id = ImpressionId.Create(clock.Unix, chance.Bits());
        var impression = new Impression(id, zone.Id, creative.Campaign.Id, creative.Id, trigger, slot.NextIndex) { Group = with.Group };
        pacemaker.Hold(impression, reserved);
        slot.Fill(impression, creative.StaysUntilNavigation, isReplacement, clock.Monotonic);
        if (with.Page.Origin.IsCounted) ledger.Served(impression, zone.WebsiteId);
        if (with is { Viewer: { } viewer, Page.Origin.IsCounted: true }) caps.Keep(id, CapUse.Of(zone, creative), viewer);
        Offer(lineup, zone, with, slot, creative, impression, isReplacement);
    }

    private void Offer(Lineup lineup, Zone zone, Conversation with, Slot slot, Creative creative, Impression impression, bool isReplacement)
    {
        var origin = with.Page.Origin;
        var token = tokens.Sign(new(impression, slot.State.Refreshes, with.UrlHash, origin.Hash));
        var values = new MacroValues(
            origin.BaseUrl, token, with.Url, zone.Id, creative.Id, creative.Campaign.Id,
            creative.Width, creative.Height, clock.Unix, (long)(chance.Draw() * int.MaxValue), slot.Variables(with.Variables));
        var html = lineup.Html(creative).For(values);
        OfferAd(with, slot, new(slot.Name, impression, token, creative.Width, creative.Height, html, TimeLeft(impression)) { Withdrawal = isReplacement, Stays = creative.StaysUntilNavigation });
    }

    /// <summary>Somebody else's stack fills the slot: its clock counts the time in view, and nothing is served.</summary>
    private void Signal(Conversation with, Slot slot, Trigger trigger)
    {
        var id = ImpressionId.Create(clock.Unix, chance.Bits());
        var now = clock.Monotonic;
        var signal = new Impression(id, slot.Zone, Campaign: "", Creative: "", trigger, slot.NextIndex) { Group = with.Group };
        slot.Fill(signal, stays: false, isReplacement: false, now);
        slot.State.View(now);
        OfferSignal(with, slot, signal);
    }

    private void OfferSignal(Conversation with, Slot slot, Impression signal)
    {
        var token = tokens.Sign(new(signal, slot.State.Refreshes, with.UrlHash, with.Page.Origin.Hash));
        with.Page.Offer(ServiceFrames.Refresh(slot.Name, signal.Trigger, signal.Index, token), slot.Name);
    }
}
