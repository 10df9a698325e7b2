using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Push;

/// <summary>Begins the conversation with each page that the door lets in.</summary>
internal sealed class Conversations(Rotator rotator, DelegatedRotator delegated, ReceiptDesk receipts, ViewerBooks books, SourceAtStart source) : IConversations
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
        var conversation = new Conversation(page, rotator, receipts, books, viewer, source.IsDelegated ? Delegate(page, hello, viewer!) : null);
        conversation.Begin(hello, older);
        return conversation;
    }

    public Task<Frame?> Settle(ReceiptsBody body, PageOrigin origin, CancellationToken cancel) =>
        receipts.Settle(body.Receipts, origin, books.Of(body.Viewer), static _ => { }, cancel);

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
