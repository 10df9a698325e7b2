using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Traffic;

namespace CometAdTag.Service.Pages;

/// <summary>The one door of every transport: who may ask, and whether a hello becomes a page.</summary>
internal sealed class PageDoor(
    OpenPages pages, AllowedOrigins origins, PageRates rates, ProxyWatch proxies, IConversations conversations, InvalidTraffic traffic, Live<ViewerOptions> viewers, Chance chance) : IDisposable
{
    /// <summary>128 bits in base64url.</summary>
    private const int IdLength = 22;

    private readonly CancellationTokenSource closed = new();

    public static Refused Stopping { get; } = new(CloseReason.Shutdown, "the service is stopping");

    /// <summary>Tells those who wait at it that it is closed.</summary>
    public CancellationToken Closed => closed.Token;

    /// <summary>From now on nobody is let in: the service stops.</summary>
    public void Close() => closed.Cancel();

    public void Dispose() => closed.Dispose();

    /// <summary>Checks a request before its body is read. A page without an Origin is let in only where the caller says so.</summary>
    public (PageOrigin Origin, Refused? Refused) Check(HttpContext context, bool originNeeded)
    {
        var request = context.Request;
        var own = WebOrigin.Of($"{request.Scheme}://{request.Host}") ?? "";
        var origin = new PageOrigin(request.Headers.Origin.ToString(), AddressKey.Of(context.Connection.RemoteIpAddress), own)
        {
            Invalid = traffic.Of(context),
            IsAhead = Prefetch.Is(request),
            HasGpc = request.Headers["Sec-GPC"] == "1",
            Viewer = PageViewer.Of(context, conversations.Asks, viewers.Value),
        };
        if (!rates.MayAsk(origin.Address)) return (origin, new(CloseReason.Limit, "too many requests from this address"));
        proxies.Look(request, origin.Address);
        if (closed.IsCancellationRequested) return (origin, Stopping);
        return (origin, IsAllowed(origin, own, originNeeded) ? null : new(CloseReason.Origin, Denied(origin.Origin)));
    }

    /// <summary>Whether one more receipt of this address is taken.</summary>
    public bool MayReport(PageOrigin origin) => rates.MayAsk(origin.Address);

    /// <summary>Makes a page of a hello and begins to push; an older connection of the same page is replaced.</summary>
    public Page? Enter(HelloFrame hello, PageOrigin origin, PageTransport transport, out Refused? refused)
    {
        refused = Bar(hello, origin);
        if (refused is not null) return null;
        if (origin.IsAhead) hello = hello with { Visible = false };
        if (origin.HasGpc) hello = hello with { Consent = hello.Consent with { Gpc = true } };
        var previous = default(IConversation);
        while (true)
        {
            var older = IsId(hello.Page) ? pages.Find(hello.Page) : null;
            var isItsOwn = older is null || older.Origin.Origin == origin.Origin;
            if (isItsOwn) previous = Newest(previous, older?.Replace());
            var page = new Page(isItsOwn && IsId(hello.Page) ? hello.Page : NewId(), origin, pages, pages.Clock.Monotonic) { AnswersOnce = transport.OneAnswer };
            using (page.EnterGate())
                if (pages.TryAdd(page, out refused)) return Begin(page, hello, previous, transport, out refused);
            // Else the same page entered twice at once, and the newer one replaces the other
            if (refused is null) continue;
            previous?.Lost();
            return null;
        }
    }

    private static IConversation? Newest(IConversation? known, IConversation? next)
    {
        if (next is null) return known;
        known?.Lost();
        return next;
    }

    private Page? Begin(Page page, HelloFrame hello, IConversation? previous, PageTransport transport, out Refused? refused)
    {
        try
        {
            if (conversations.Open(page, hello, previous, out refused) is not { } conversation)
            {
                previous?.Lost();
                return null;
            }
            pages.Instruments.PageOpened(transport.Name);
            page.Attach(transport, conversation);
            return page;
        }
        finally
        {
            if (page.Conversation is null) page.Leave();
        }
    }

    private bool IsAllowed(PageOrigin origin, string own, bool originNeeded) =>
        origin.Origin.Length == 0 ? !originNeeded && origins.AllowsNone : origins.Allows(origin.Origin, own);

    private static string Denied(string origin) =>
        origin.Length == 0 ? "the request has no Origin" : $"the Origin {origin} is not one of the website's";

    private Refused? Bar(HelloFrame hello, PageOrigin origin)
    {
        if (closed.IsCancellationRequested) return Stopping;
        if (!IsIn(hello, origin) && !rates.MayEnter()) return new(CloseReason.Overload, "too many pages arrive at once");
        if (!origin.MayBe(hello.Url))
            return new(CloseReason.Origin, $"url: not of the Origin {origin.Origin}");
        return null;
    }

    /// <summary>A page that opens anew to speak, or to poll, does not arrive: a storm of others must not keep it from that. A page on a socket says what it says there.</summary>
    private bool IsIn(HelloFrame hello, PageOrigin origin) =>
        IsId(hello.Page) && pages.Find(hello.Page) is { OpensAnew: true } page && page.Origin.Origin == origin.Origin;

    /// <summary>Whether it can be the id that the page has already, from this node, another one or before a restart.</summary>
    private static bool IsId([NotNullWhen(true)] string? named) => named is { Length: IdLength } && Base64Url.IsValid(named);

    /// <summary>One that nobody can guess.</summary>
    private string NewId()
    {
        var bits = chance.Bits();
        return Base64Url.EncodeToString(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in bits)));
    }
}
