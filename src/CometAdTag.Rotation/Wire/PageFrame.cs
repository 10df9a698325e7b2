using System.Text.Json.Serialization;

namespace CometAdTag.Rotation.Wire;

/// <summary>What a page says. Ids are strings, times integer ms; what is missing has the default given here.</summary>
/// <remarks>Set, not init: generated deserialization overwrites the defaults of init members.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HelloFrame), "hello")]
[JsonDerivedType(typeof(SlotsFrame), "slots")]
[JsonDerivedType(typeof(ViewFrame), "view")]
[JsonDerivedType(typeof(PageChangeFrame), "page")]
[JsonDerivedType(typeof(EventFrame), "event")]
[JsonDerivedType(typeof(ReceiptFrame), "receipt")]
[JsonDerivedType(typeof(ByeFrame), "bye")]
public abstract record PageFrame;

/// <summary>The first frame of every connection: who the page is, its slots, and what it shows and has to report already.</summary>
public sealed record HelloFrame : PageFrame
{
    public required int V { get; init; }
    public string? Page { get; set; }
    public required string Url { get; init; }
    public string Referrer { get; set; } = "";
    public bool Visible { get; set; }
    public required SlotAdded[] Slots { get; init; }
    public string? Viewer { get; set; }
    public SlotResumed[] Resume { get; set; } = [];
    public ReceiptFrame[] Receipts { get; set; } = [];
    public EventFrame[] Events { get; set; } = [];
    public Consent Consent { get; set; } = Consent.None;
    public Dictionary<string, string> Variables { get; set; } = [];
    public string Source { get; set; } = "";
}

/// <summary>A slot of the page. Size in CSS pixels as reserved on the page; 0 by 0 takes the zone's size.</summary>
public sealed record SlotAdded
{
    public required string Slot { get; init; }
    public required string Zone { get; init; }
    public required int W { get; init; }
    public required int H { get; init; }
    public bool InView { get; set; }
}

/// <summary>What a slot showed when its last connection ended; shown in ms.</summary>
public sealed record SlotResumed
{
    public required string Slot { get; init; }
    public required string Token { get; init; }
    public bool Rendered { get; set; }
    public bool Viewable { get; set; }
    public long Shown { get; set; }
}

/// <summary>What the viewer allows: storage of anything, and the Global Privacy Control signal.</summary>
public sealed record Consent
{
    public static Consent None { get; } = new();

    public bool Storage { get; set; }
    public bool Gpc { get; set; }
    public string? TcString { get; set; }
    public string? GppString { get; set; }
}

/// <summary>Slots that came to the page and slots that left it.</summary>
public sealed record SlotsFrame : PageFrame
{
    public SlotAdded[] Add { get; set; } = [];
    public string[] Remove { get; set; } = [];
}

/// <summary>What is seen now: the page's visibility, and for each slot that changed whether its ratio is reached.</summary>
public sealed record ViewFrame : PageFrame
{
    public bool Visible { get; set; }
    public Dictionary<string, bool> Slots { get; set; } = [];
}

/// <summary>Replaces what hello said; a new url is a virtual page view. What is null stays.</summary>
public sealed record PageChangeFrame : PageFrame
{
    public string? Url { get; set; }
    public string? Referrer { get; set; }
    public Dictionary<string, string>? Variables { get; set; }
    public string? Source { get; set; }
    public Consent? Consent { get; set; }
    public string? Viewer { get; set; }
}

/// <summary>A page event or user action; without slots it concerns all of them.</summary>
public sealed record EventFrame : PageFrame
{
    public required string Name { get; init; }
    /// <summary>"event" or "user".</summary>
    public string Trigger { get; set; } = "event";
    public string[]? Slots { get; set; }
}

/// <summary>What happened to an impression; n is the page's own number, shown in ms. A wrong shape is refused one by one, not with its frame.</summary>
public sealed record ReceiptFrame : PageFrame
{
    public required long N { get; init; }
    public string Token { get; set; } = "";
    /// <summary>"rendered", "viewable", "ended" or "error"; anything else is refused as malformed.</summary>
    public string Stage { get; set; } = "";
    public long Shown { get; set; }
    public string? Reason { get; set; }
}

/// <summary>The page leaves.</summary>
public sealed record ByeFrame : PageFrame;

/// <summary>The body of POST /comet/v1/receipts.</summary>
public sealed record ReceiptsBody
{
    public string? Viewer { get; set; }
    public required ReceiptFrame[] Receipts { get; init; }
}
