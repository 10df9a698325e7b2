using System.Text.Json.Serialization;

namespace CometAdTag.Rotation.Wire;

/// <summary>What a page says. Ids are strings, times integer ms; what is missing has the default given here.</summary>
/// <remarks>The generated reader gives null for what is missing, past every initialiser: so the defaults stand in init too.</remarks>
public abstract record PageFrame;

/// <summary>The first frame of every connection: who the page is, its slots, and what it shows and has to report already.</summary>
public sealed record HelloFrame : PageFrame
{
    public required int V { get; init; }
    public string? Page { get; init; }
    public required string Url { get; init; }
    public string Referrer { get; init => field = value ?? ""; } = "";
    public bool Visible { get; init; }
    public required SlotAdded[] Slots { get; init; }
    public string? Viewer { get; init; }
    public SlotResumed[] Resume { get; init => field = value ?? []; } = [];
    public ReceiptFrame[] Receipts { get; init => field = value ?? []; } = [];
    public EventFrame[] Events { get; init => field = value ?? []; } = [];
    public Consent Consent { get; init => field = value ?? Consent.None; } = Consent.None;
    public Dictionary<string, string> Variables { get; init => field = value ?? []; } = [];
    public string Source { get; init => field = value ?? ""; } = "";
}

/// <summary>A slot of the page. Size in CSS pixels as reserved on the page; 0 by 0 takes the zone's size.</summary>
public sealed record SlotAdded
{
    public required string Slot { get; init; }
    public required string Zone { get; init; }
    public required int W { get; init; }
    public required int H { get; init; }
    public bool InView { get; init; }
    /// <summary>The slot's own, in place of the page's.</summary>
    public string? Source { get; init; }
    /// <summary>The slot's own: they outweigh those of the page of the same name.</summary>
    public Dictionary<string, string>? Variables { get; init; }
}

/// <summary>What a slot showed when its last connection ended; shown in ms.</summary>
public sealed record SlotResumed
{
    public required string Slot { get; init; }
    public required string Token { get; init; }
    public bool Rendered { get; init; }
    public bool Viewable { get; init; }
    public long Shown { get; init; }
}

/// <summary>What the viewer allows: storage of anything, and the Global Privacy Control signal.</summary>
public sealed record Consent
{
    public static Consent None { get; } = new();

    public bool Storage { get; init; }
    public bool Gpc { get; init; }
    public string? TcString { get; init; }
    public string? GppString { get; init; }

    /// <summary>Global Privacy Control outweighs what a consent platform says.</summary>
    public bool MayStore => Storage && !Gpc;
}

/// <summary>Slots that came to the page and slots that left it.</summary>
public sealed record SlotsFrame : PageFrame
{
    public SlotAdded[] Add { get; init => field = value ?? []; } = [];
    public string[] Remove { get; init => field = value ?? []; } = [];
}

/// <summary>What is seen now: the page's visibility, and for each slot that changed whether its ratio is reached.</summary>
public sealed record ViewFrame : PageFrame
{
    public bool Visible { get; init; }
    public Dictionary<string, bool> Slots { get; init => field = value ?? []; } = [];
}

/// <summary>Replaces what hello said; a new url is a virtual page view. What is null stays.</summary>
public sealed record PageChangeFrame : PageFrame
{
    public string? Url { get; init; }
    public string? Referrer { get; init; }
    public Dictionary<string, string>? Variables { get; init; }
    public string? Source { get; init; }
    public Consent? Consent { get; init; }
    public string? Viewer { get; init; }
}

/// <summary>A page event or user action; without slots it concerns all of them.</summary>
public sealed record EventFrame : PageFrame
{
    public required string Name { get; init; }
    /// <summary>"event" or "user".</summary>
    public string Trigger { get; init => field = value ?? "event"; } = "event";
    public string[]? Slots { get; init; }
}

/// <summary>What happened to an impression; n is the page's own number, shown in ms. A wrong shape is refused one by one, not with its frame.</summary>
public sealed record ReceiptFrame : PageFrame
{
    public required long N { get; init; }
    [JsonConverter(typeof(TextOrNothing))]
    public string Token { get; init => field = value ?? ""; } = "";
    /// <summary>"rendered", "viewable", "ended" or "error"; anything else is refused as malformed.</summary>
    [JsonConverter(typeof(TextOrNothing))]
    public string Stage { get; init => field = value ?? ""; } = "";
    /// <summary>Negative where it was no integer, which is refused as malformed.</summary>
    [JsonConverter(typeof(WholeOrNegative))]
    public long Shown { get; init; }
    [JsonConverter(typeof(TextOrNothing))]
    public string? Reason { get; init; }
}

/// <summary>The page leaves.</summary>
public sealed record ByeFrame : PageFrame;

/// <summary>The body of POST /comet/v1/receipts.</summary>
public sealed record ReceiptsBody
{
    public string? Viewer { get; init; }
    public required ReceiptFrame[] Receipts { get; init; }
}
