using CometAdTag.Rotation.Delivery.Rules;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>What is said with one page: whoever decides what pages show implements it. Always called under the page's gate.</summary>
internal interface IConversation
{
    void Receive(PageFrame frame);

    /// <summary>The time it asked for with <see cref="Page.WakeAt"/> is here.</summary>
    void Wake(long now);

    /// <summary>The page is gone, or has a newer connection.</summary>
    void Gone();

    /// <summary>It is gone, and no newer connection goes on with what was said.</summary>
    void Lost();
}

/// <summary>Begins conversations. Opened under the gate of the new page; the previous one, of the same page id, is already gone.</summary>
internal interface IConversations
{
    /// <summary>What of a page, and of whoever views it, anything is decided by now.</summary>
    PageFactKinds Asks { get; }

    /// <summary>Null where the hello is refused, with the reason and a detail in words.</summary>
    IConversation? Open(Page page, HelloFrame hello, IConversation? previous, out Refused? refused);

    /// <summary>Receipts that came without a connection; the ack when they are durable, null where they could not be kept.</summary>
    Task<Frame?> Settle(ReceiptsBody body, PageOrigin origin, CancellationToken cancel);
}
