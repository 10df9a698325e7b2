using CometAdTag.Rotation.Delivery;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>Pushes what the ad server decided, and does without it where it does not answer.</summary>
internal sealed class DelegatedRotator(
    ReviveDelivery adServer, Rotator rotator, PendingCaps caps, TokenSigner tokens, Ledger.Ledger ledger, Instruments instruments, ServiceClock clock, Chance chance)
{
    /// <summary>An empty slot is asked for again so soon, in ms, and up to as much later, so that the pages do not all come at once.</summary>
    private const long RetryAfter = 5_000;

    /// <summary>A signal zone is filled by somebody else, and an id that the ad server cannot have is not asked for.</summary>
    public bool Decides(Slot slot)
    {
        var lineup = rotator.Lineup;
        return lineup.Zone(slot.Zone) is not null && lineup.Policy(slot.Zone).Mode != RefreshMode.Signal;
    }

    public Task<DelegatedFills> AskAsync(FillRequest request) => adServer.AskAsync(request, CancellationToken.None);

    /// <summary>Null is a blank: nothing is running for the zone.</summary>
    public void Push(Conversation with, Slot slot, Trigger trigger, DelegatedFill? fill)
    {
        rotator.End(with, slot, Fate.Replaced);
        if (fill is null) Pass(with, slot, PassbackReason.NoneRunning);
        else if (Refusal(slot, fill) is { } reason) Pass(with, slot, reason);
        else Fill(with, slot, trigger, fill);
    }

    /// <summary>The ad server did not answer: what is shown stays, and an empty slot is asked for again soon.</summary>
    public void DoWithout(Conversation with, Slot slot)
    {
        instruments.PassedBack(slot.Zone, PassbackReason.AdServerAway);
        var now = clock.Monotonic;
        if (slot.HasCreative) slot.Keep(now);
        else if (slot.Await(now + RetryAfter + (long)(chance.Draw() * RetryAfter)))
            with.Page.Offer(ServiceFrames.Empty(slot.Name, Words.Of(PassbackReason.AdServerAway), collapse: false), slot.Name);
    }

    private PassbackReason? Refusal(Slot slot, DelegatedFill fill)
    {
        if (rotator.Lineup.IsWithdrawn(fill.Creative, fill.Campaign)) return PassbackReason.Withdrawn;
        if (slot.IsTiny(zoneWidth: 0, zoneHeight: 0)) return PassbackReason.TooSmall;
        var (width, height) = SizeOf(slot, fill);
        if (width <= 0 || height <= 0 || fill.Html.Length > WireLimits.Html) return PassbackReason.Size;
        return (slot.Width > 0 && width > slot.Width) || (slot.Height > 0 && height > slot.Height) ? PassbackReason.TooSmall : null;
    }

    private void Pass(Conversation with, Slot slot, PassbackReason reason)
    {
        instruments.PassedBack(slot.Zone, reason);
        rotator.Pass(with, slot, reason);
    }

    private void Fill(Conversation with, Slot slot, Trigger asked, DelegatedFill fill)
    {
        instruments.Filled(slot.Zone);
        var isReplacement = slot.State.Pending.Kind == PendingKind.Withdrawal;
        var trigger = isReplacement ? Trigger.Event : asked;
        var impression = new Impression(ImpressionId.Create(clock.Unix, chance.Bits()), slot.Zone, fill.Campaign, fill.Creative, trigger, slot.NextIndex) { Group = with.Group };
        slot.Fill(impression, stays: false, isReplacement, clock.Monotonic);
        var page = with.Page;
        if (page.Origin.IsCounted) ledger.Served(impression, website: "");
        if (page.Origin.IsCounted) caps.Keep(impression.Id, fill.Caps, with.Viewer!);
        var token = tokens.Sign(new(impression, slot.State.Refreshes, with.UrlHash, page.Origin.Hash));
        var (width, height) = SizeOf(slot, fill);
        rotator.OfferAd(with, slot, new(slot.Name, impression, token, width, height, fill.Html, Rotator.Ttl) { Withdrawal = isReplacement });
    }

    /// <summary>A creative without a size of its own takes the slot's.</summary>
    private static (int Width, int Height) SizeOf(Slot slot, DelegatedFill fill) =>
        (fill.Width > 0 ? fill.Width : slot.Width, fill.Height > 0 ? fill.Height : slot.Height);
}
