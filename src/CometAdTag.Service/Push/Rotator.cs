using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>Decides what a slot shows and makes the push: decision, impression id, token, frame.</summary>
internal sealed class Rotator(LineupBoard board, TokenSigner tokens, Ledger.Ledger ledger, Instruments instruments, ServiceClock clock, Chance chance)
{
    /// <summary>A page that keeps a creative unseen does not show it later than this.</summary>
    public static readonly TimeSpan Ttl = TimeSpan.FromMinutes(5);

    public Lineup Lineup => board.Current;

    public ServiceClock Clock => clock;

    public Instruments Instruments => instruments;

    /// <summary>Chooses for a slot, and offers the page the creative or the passback.</summary>
    public void Push(Conversation with, Slot slot, Trigger trigger, bool isReplacement)
    {
        var lineup = board.Current;
        var zone = lineup.Zone(slot.Zone);
        if (zone is not null && lineup.Policy(zone).Mode == RefreshMode.Signal)
        {
            Signal(with, slot, trigger);
            return;
        }
        var decision = Decide(lineup, zone, with, slot);
        instruments.Decided(slot.Zone, decision);
        if (decision.Creative is { } creative) Fill(lineup, zone!, with, slot, creative, trigger, isReplacement);
        else Pass(with, slot, decision.Reason);
    }

    /// <summary>Sends once more what the page did not get or lost: the same impression, which is counted once.</summary>
    public bool PushAgain(Conversation with, Slot slot)
    {
        var lineup = board.Current;
        if (slot.Current is not { } impression || clock.Unix - impression.Id.IssuedAt > Ttl.TotalMilliseconds) return false;
        if (impression.Creative.Length == 0)
        {
            OfferSignal(with, slot, impression);
            return true;
        }
        if (lineup.Zone(slot.Zone) is not { } zone || lineup.Snapshot.Creatives.GetValueOrDefault(impression.Creative) is not { } creative) return false;
        Offer(lineup, zone, with, slot, creative, impression, isReplacement: false);
        return true;
    }

    /// <summary>Whether what the slot shows may stay there under the present campaigns and withdrawals; nobody can tell before the first campaigns came.</summary>
    public bool MayStay(Slot slot)
    {
        var lineup = board.Current;
        if (slot.Current is not { Creative.Length: > 0 } shown || lineup.IsEmpty) return true;
        return lineup.Zone(slot.Zone) is { } zone && Eligibility.MayStay(lineup.Snapshot, zone, shown.Creative);
    }

    /// <summary>What a page that reconnects says it shows; null where its token proves nothing of that slot.</summary>
    public ImpressionToken? Resume(SlotResumed resumed, Slot slot, PageOrigin origin) =>
        tokens.TryRead(resumed.Token, out var token)
        && token.Impression.Zone == slot.Zone
        && token.OriginHash == origin.Hash
        && AgeOf(token) <= ImpressionToken.Lifetime
            ? token
            : null;

    /// <summary>Since its push, in ms.</summary>
    public long AgeOf(in ImpressionToken token) => Math.Max(0, clock.Unix - token.IssuedAt);

    public bool Stays(in ImpressionToken token) =>
        board.Current.Snapshot.Creatives.GetValueOrDefault(token.Impression.Creative)?.StaysUntilNavigation ?? false;

    private Decision Decide(Lineup lineup, Zone? zone, Conversation with, Slot slot)
    {
        if (lineup.IsEmpty) return Decision.Passback(PassbackReason.AdServerAway);
        if (board.IsTooOld) return Decision.Passback(PassbackReason.SnapshotOld);
        if (zone is null) return Decision.Passback(PassbackReason.UnknownZone);
        var request = new SlotRequest
        {
            Zone = zone,
            Width = slot.Width,
            Height = slot.Height,
            OnPage = with.ShownBeside(slot),
            Current = slot.Current?.Creative,
        };
        return Selector.Choose(lineup.Snapshot, request, clock.Time.GetUtcNow(), chance.Draw());
    }

    private void Fill(Lineup lineup, Zone zone, Conversation with, Slot slot, Creative creative, Trigger trigger, bool isReplacement)
    {
        var id = ImpressionId.Create(clock.Unix, chance.Bits());
        var impression = new Impression(id, zone.Id, creative.Campaign.Id, creative.Id, trigger, slot.NextIndex);
        slot.State.Push(filled: true, creative.StaysUntilNavigation, clock.Monotonic);
        (slot.Current, slot.WasFilled, slot.NextIndex) = (impression, true, slot.NextIndex + 1);
        if (with.Page.Origin.IsCounted) ledger.Served(impression, zone.WebsiteId);
        Offer(lineup, zone, with, slot, creative, impression, isReplacement);
    }

    private void Offer(Lineup lineup, Zone zone, Conversation with, Slot slot, Creative creative, Impression impression, bool isReplacement)
    {
        var origin = with.Page.Origin;
        var token = tokens.Sign(new(impression, slot.State.Refreshes, with.UrlHash, origin.Hash));
        var values = new MacroValues(
            $"{origin.BaseUrl}/comet/v1/click/{token}", with.Url, zone.Id, creative.Id, creative.Campaign.Id,
            creative.Width, creative.Height, clock.Unix, (long)(chance.Draw() * int.MaxValue), with.Variables);
        var html = lineup.Html(creative).For(values);
        var ad = new AdFrame(slot.Name, impression, token, creative.Width, creative.Height, html, Ttl) { Withdrawal = isReplacement };
        with.Page.Offer(ServiceFrames.Ad(ad), slot.Name);
    }

    /// <summary>Somebody else's stack fills the slot: its clock counts the time in view, and nothing is served.</summary>
    private void Signal(Conversation with, Slot slot, Trigger trigger)
    {
        var id = ImpressionId.Create(clock.Unix, chance.Bits());
        var now = clock.Monotonic;
        slot.State.Push(filled: true, stays: false, now);
        slot.State.View(now);
        (slot.Current, slot.WasFilled) = (new(id, slot.Zone, Campaign: "", Creative: "", trigger, slot.NextIndex++), true);
        OfferSignal(with, slot, slot.Current);
    }

    private void OfferSignal(Conversation with, Slot slot, Impression signal)
    {
        var token = tokens.Sign(new(signal, slot.State.Refreshes, with.UrlHash, with.Page.Origin.Hash));
        with.Page.Offer(ServiceFrames.Refresh(slot.Name, signal.Trigger, signal.Index, token), slot.Name);
    }

    private void Pass(Conversation with, Slot slot, PassbackReason reason)
    {
        slot.State.Push(filled: false, stays: false, clock.Monotonic);
        slot.Current = null;
        with.Page.Offer(ServiceFrames.Empty(slot.Name, Words.Of(reason), collapse: false), slot.Name);
    }
}
