using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Holdout;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>Begins the conversation with each page that the door lets in.</summary>
internal sealed class Conversations(Rotator rotator, DelegatedRotator delegated, ReceiptDesk receipts, ViewerBooks books, SourceAtStart source, Live<RefreshOptions> refresh) : IConversations
{
    public PageFactKinds Asks => source.IsDelegated ? PageViewer.Kinds & ~PageFactKinds.Geo : rotator.Lineup.Rules.Asks;

    public IConversation? Open(Page page, HelloFrame hello, IConversation? previous, out Refused? refused)
    {
        var older = previous as Conversation;
        refused = older is { IsTooActive: true } ? new(CloseReason.Limit, PushBudget.Spent) : Bar(hello);
        if (refused is not null) return null;
        // What was pushed to a page that is not counted must not be counted when it is taken up, nor the other way round
        if (older is not null && older.Page.Origin.IsCounted != page.Origin.IsCounted)
        {
            older.Lost();
            older = null;
        }
        var viewer = books.Of(hello, older?.Viewer);
        var group = older?.Group ?? GroupOf(page, hello);
        var conversation = new Conversation(page, rotator, receipts, books, viewer, source.IsDelegated ? Delegate(page, hello, viewer!) : null)
        {
            Group = group,
            IsUncounted = older?.IsUncounted ?? (!group.IsNone && IsNew(page, hello)),
        };
        conversation.Begin(hello, older);
        return conversation;
    }

    public async Task<Frame?> Settle(ReceiptsBody body, PageOrigin origin, CancellationToken cancel) =>
        (await receipts.Settle(body.Receipts, origin, books.Of(body.Viewer), static _ => { }, cancel))?.Frame;

    /// <summary>
    /// A page stays what it was when it opened, whatever the settings are by now. Where nothing tells any more what that was, its id
    /// says it, which gives the same answer again while the settings are the same.
    /// </summary>
    private PageGroup GroupOf(Page page, HelloFrame hello)
    {
        if (!page.Origin.IsCounted) return PageGroup.None;
        var shown = IsNew(page, hello) ? null : rotator.GroupOf(hello, page.Origin);
        return shown ?? PageGroup.Of(page.Id, refresh.Value.Holdout);
    }

    /// <summary>The door gives an id to a page that has none; one that reconnects names its own.</summary>
    private static bool IsNew(Page page, HelloFrame hello) => page.Id != hello.Page;

    private DelegatedPage Delegate(Page page, HelloFrame hello, ViewerBook viewer)
    {
        var said = page.Origin.Viewer;
        return new(delegated, new(said?.Address ?? "", said?.UserAgent ?? "", said?.Languages ?? ""), viewer, hello);
    }

    /// <summary>A page of which no zone is known has the wrong ids or the wrong service; before the first campaigns came, nobody can tell.</summary>
    private Refused? Bar(HelloFrame hello)
    {
        var lineup = rotator.Lineup;
        if (lineup.IsEmpty || hello.Slots.Length == 0 || hello.Slots.Any(slot => lineup.Zone(slot.Zone) is not null)) return null;
        return new(CloseReason.UnknownZone, $"zones: none of {string.Join(", ", hello.Slots.Select(slot => slot.Zone).Distinct().Take(10))} is known");
    }
}
