using System.Collections.Frozen;
using CometAdTag.Rotation.Campaigns;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>What is pushed to one page and why: its slots, what it sees of them, and the clock of each. Used under the page's gate only.</summary>
internal sealed partial class Conversation(Page page, Rotator rotator, ReceiptDesk receipts, ViewerBooks books, ViewerBook? viewer, DelegatedPage? delegated) : IConversation
{
    /// <summary>So many acks are kept for a page that is away.</summary>
    private const int MostOwed = 16;

    private readonly List<Slot> slots = [];
    private readonly PageRules rules = new(page.Origin.Viewer);
    private bool visible;
    private Frame[] owed = [];

    public Page Page => page;

    public string Url { get; private set; } = "";

    public uint UrlHash { get; private set; }

    public IReadOnlyDictionary<string, string> Variables { get; private set; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Says ready, takes up what the page shows already, pushes what is due, and settles what it reports.</summary>
    public void Begin(HelloFrame hello, Conversation? previous)
    {
        var now = rotator.Clock.Monotonic;
        (Url, UrlHash, Variables, visible) = (hello.Url, Fingerprint.Of(hello.Url), hello.Variables, hello.Visible);
        rules.Hear(hello, rotator.Lineup.Rules.Asks);
        page.SetVisible(visible, now);
        slots.AddRange(hello.Slots.Select(added => new Slot(added)));
        rotator.Instruments.Slots(slots.Count);
        CountPage();
        Greet(previous);
        TakeUp(hello, previous, now);
        if (previous is not null && !(rules.IsAs(previous.rules) && Variables.SequenceEqual(previous.Variables))) TryAnew();
        Withdraw(new WithdrawalRound(now), now);
        foreach (var slot in slots.Where(slot => slot.IsLost)) Restore(slot, now);
        foreach (var slot in slots) rotator.Resumed(slot);
        foreach (var happened in hello.Events) Ask(happened, now);
        Advance(now);
        // Creatives go first: who gives up a response at the ack has them
        Report(hello.Receipts);
    }

    public void Receive(PageFrame frame)
    {
        var now = rotator.Clock.Monotonic;
        switch (frame)
        {
            case SlotsFrame changed: Change(changed, now); break;
            case ViewFrame view: See(view, now); break;
            case PageChangeFrame change: Change(change, now); break;
            case EventFrame happened: Ask(happened, now); break;
            case ReceiptFrame receipt: Report([receipt]); break;
        }
        Advance(now);
        if (IsTooActive) page.Close(CloseReason.Limit, PushBudget.Spent);
    }

    public void Wake(long now) => Advance(now);

    public void Gone()
    {
        rotator.Instruments.Slots(-slots.Count);
        foreach (var slot in slots) rotator.GiveBack(slot);
    }

    public void Lost()
    {
        foreach (var slot in slots) rotator.End(this, slot, Fate.Gone);
    }

    /// <summary>
    /// The campaigns, the policies or the withdrawals changed: what may not stay is taken off, the page is told new policies, and
    /// slots without a creative are tried again.
    /// </summary>
    public void Follow(WithdrawalRound round)
    {
        if (page.IsGone) return;
        var now = rotator.Clock.Monotonic;
        CountPage();
        Withdraw(round, now);
        if (page.TakesPushes && Untold() is { Count: > 0 } untold) Tell(untold);
        TryAnew();
        Advance(now);
    }

    /// <summary>An event of the publisher's own server, for the slots that it concerns; they may rotate from then on. Answers how many do now, and how many wait.</summary>
    public (int Now, int Waiting) Happen(EventTarget target, Trigger trigger, long from)
    {
        var asked = slots.FindAll(slot =>
            slot.State.Asked && target.Concerns(rotator.Lineup, slot.Zone) && PolicyOf(slot) is var policy && policy.Allows(trigger) && Turn.MayRefresh(slot.State, policy));
        foreach (var slot in asked) slot.State.Ask(trigger == Trigger.User ? PendingKind.User : PendingKind.Event, from);
        Advance(rotator.Clock.Monotonic);
        var waiting = asked.Count(slot => slot.State is { Awaits: false, Pending.Kind: not PendingKind.None });
        return (asked.Count - waiting, waiting);
    }

    /// <summary>What the page passes of the zone's delivery rules in that slot.</summary>
    public ReadOnlySpan<ulong> PassedRules(Lineup lineup, Zone zone, Slot slot, DateTimeOffset now) => rules.Of(lineup.Rules, zone, this, slot, now);

    private void Withdraw(WithdrawalRound round, long now)
    {
        var seen = slots.FindAll(slot => !slot.State.Rendered && !rotator.MayStay(slot, slot.Before));
        var gone = slots.FindAll(slot => !rotator.MayStay(slot, slot.Current));
        if (seen.Count + gone.Count == 0) return;
        Impression[] off = [.. seen.Select(slot => slot.Before!), .. gone.Select(slot => slot.Current!)];
        var (frame, replaceAt) = round.Take([.. off.Select(impression => impression.Creative).Distinct().Order(StringComparer.Ordinal)], now);
        foreach (var slot in seen) slot.WithdrawBefore();
        foreach (var slot in gone)
        {
            page.Forget(slot.Name);
            rotator.End(this, slot, Fate.Withdrawn);
            slot.Withdraw(replaceAt);
        }
        foreach (var impression in off) rotator.Withdrawals.Begin(impression, round.BegunAt);
        page.Offer(frame);
        Release();
    }

    private void Change(SlotsFrame changed, long now)
    {
        foreach (var name in changed.Remove)
            if (slots.Find(slot => slot.Name == name) is { } slot) Remove(slot, now);
        var added = changed.Add.Where(slot => slots.TrueForAll(known => known.Name != slot.Slot)).Select(slot => new Slot(slot)).ToList();
        if (slots.Count + added.Count > WireLimits.Slots)
        {
            page.Close(CloseReason.BadFrame, $"slots: a page has at most {WireLimits.Slots}");
            return;
        }
        slots.AddRange(added);
        rotator.Instruments.Slots(added.Count);
        CountPage();
        if (added.Count > 0) Tell(added);
        foreach (var slot in added) Inherit(slot, now);
    }

    private void Remove(Slot slot, long now)
    {
        slots.Remove(slot);
        rotator.Instruments.Slots(-1);
        page.Forget(slot.Name);
        rotator.End(this, slot, Fate.Gone);
        slot.State.RunClock(pageVisible: false, now);
        departed.Add(slot);
    }

    private void See(ViewFrame view, long now)
    {
        visible = view.Visible;
        page.SetVisible(visible, now);
        foreach (var slot in slots)
            if (view.Slots.TryGetValue(slot.Name, out var inView)) slot.State.InView = inView;
    }

    private void Change(PageChangeFrame change, long now)
    {
        Variables = change.Variables ?? Variables;
        HearViewer(change);
        delegated?.Hear(change);
        var isNews = rules.Hear(change);
        if (change.Url is not { } url || url == Url)
        {
            if (isNews) TryAnew();
            return;
        }
        if (!page.Origin.MayBe(url))
        {
            page.Close(CloseReason.Origin, $"url: not of the Origin {page.Origin.Origin}");
            return;
        }
        (Url, UrlHash) = (url, Fingerprint.Of(url));
        departed.Clear();
        foreach (var slot in slots) Navigate(slot, now);
    }

    /// <summary>Slots without a creative are asked for at once.</summary>
    private void TryAnew()
    {
        foreach (var slot in slots)
            if (delegated is null && slot.State is { Asked: true, Filled: false }) slot.AskAnew();
    }

    /// <summary>A virtual page view: the slot rotates, or keeps its creative as the first of the new view.</summary>
    private void Navigate(Slot slot, long now)
    {
        if (!slot.State.Asked) return;
        if (PolicyOf(slot).OnNavigate != OnNavigate.Rotate) slot.CountAnew();
        // The replacement of a withdrawn creative waits for nothing, and is the first of the new view
        else if (slot.State.Pending.Kind == PendingKind.Withdrawal) slot.BeginView();
        else slot.State.Pending = new(PendingKind.Navigate, now);
    }

    private void Ask(EventFrame happened, long now)
    {
        var (kind, trigger) = happened.Trigger == "user" ? (PendingKind.User, Trigger.User) : (PendingKind.Event, Trigger.Event);
        foreach (var slot in slots)
            if (slot.State.Asked && happened.Slots?.Contains(slot.Name) != false && PolicyOf(slot).Allows(trigger)) slot.State.Ask(kind, now);
    }

    private void Report(ReceiptFrame[] reported)
    {
        if (reported.Length > 0) _ = Acknowledge(receipts.Settle(reported, page.Origin, Viewer, Took, CancellationToken.None));
    }

    private async Task Acknowledge(Task<Ack?> settled)
    {
        try
        {
            if (await settled is not { } ack) return;
            using (page.EnterGate()) Say(ack);
        }
#pragma warning disable CA1031 // nobody awaits it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            page.Fail(failure);
        }
    }

    /// <summary>What changed for the viewer is told at once, since the page keeps it; without a connection the next one carries the ack.</summary>
    private void Say(Ack ack)
    {
        if (!page.TakesPushes) owed = [.. owed.TakeLast(MostOwed - 1), ack.Frame];
        else if (ack.HasNews) page.Offer(ack.Frame);
        else page.OfferInTime(ack.Frame);
    }

    /// <summary>The acks that came when no connection was there to carry them.</summary>
    private Frame[] TakeOwed()
    {
        using (page.EnterGate()) return Interlocked.Exchange(ref owed, []);
    }

    private void Took(LedgerRow row)
    {
        var now = rotator.Clock.Monotonic;
        if (slots.Find(slot => slot.Current?.Id == row.Impression.Id) is not { } slot) return;
        if (row.Stage == Stage.Rendered) slot.State.Render(now);
        else if (row.Stage == Stage.Viewable) slot.State.View(now);
        else if (row.Stage == Stage.Error && row.Reason != EndedReason.None) slot.Fail(now);
        else if (row.Stage == Stage.Error) slot.Throw(now);
    }

    private void Tell(List<Slot> about)
    {
        var ready = new List<ReadySlot>(about.Count);
        foreach (var slot in about)
        {
            if (rotator.Lineup.Zone(slot.Zone) is not { } zone) continue;
            var policy = slot.Told = PolicyOf(slot);
            var ratio = ReadySlot.RatioFor(zone.Width > 0 ? zone.Width : slot.Width, zone.Height > 0 ? zone.Height : slot.Height);
            ready.Add(new(slot.Name, slot.Zone, zone.Width, zone.Height, policy.Interval, policy.MaxRefreshes, ratio, policy.Mode, policy.Enabled ? policy.Triggers : Triggers.None));
        }
        page.SayReady(ready);
    }

    /// <summary>Those whose policy is not the one that the page was told.</summary>
    private List<Slot> Untold() => slots.FindAll(slot => slot.Told != PolicyOf(slot) && rotator.Lineup.Zone(slot.Zone) is not null);

    private RefreshPolicy PolicyOf(Slot slot)
    {
        var lineup = rotator.Lineup;
        return lineup.Zone(slot.Zone) is null ? RefreshPolicy.Default : lineup.Policy(slot.Zone, Group.IsHeldOut);
    }

    private Slot? Find(Slot like) => slots.Find(slot => slot.Name == like.Name && slot.Zone == like.Zone);
}
