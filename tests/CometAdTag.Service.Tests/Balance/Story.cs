using System.Text.Json;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Balance;

/// <summary>What happened to one impression, told as it happened, and what the service could see of it. Times in Unix ms.</summary>
internal sealed class Story(JsonElement ad, string zone)
{
    /// <summary>Longer than this nobody shows what was pushed, in ms.</summary>
    public const long Ttl = 300_000;

    public JsonElement Ad => ad;

    /// <summary>What its page did meanwhile, for who has to find out.</summary>
    public List<string> Log { get; } = [];

    public string Id { get; } = ad.Text("id");

    public long IssuedAt { get; } = ImpressionId.Read(ad.GetProperty("id").GetGuid().ToByteArray(bigEndian: true)).IssuedAt;

    /// <summary>What the report counts it by.</summary>
    public string Series { get; } = string.Join(' ', zone, ad.Text("campaign"), ad.Text("creative"), ad.Text("trigger"), Math.Min(int.Parse(ad.Text("index"), System.Globalization.CultureInfo.InvariantCulture), 10));

    public long Minute => IssuedAt / 60_000;

    /// <summary>False where a kill lost that it was counted.</summary>
    public bool IsServed { get; set; } = true;

    public bool IsRendered { get; private set; }

    /// <summary>The page has rendered it, whoever knows.</summary>
    public bool IsNoted { get; set; }

    /// <summary>The page has told the service so, in passing, and the ledger does not know.</summary>
    public bool IsBelieved { get; set; }

    /// <summary>The page says so again each time it opens anew, until it is acknowledged.</summary>
    public bool IsClaimed { get; set; }

    public bool IsViewed { get; set; }

    /// <summary>None where it may yet be rendered, or nobody saw what became of it.</summary>
    public Fate Fate { get; private set; }

    /// <summary>Its fate when all was known to be on disk.</summary>
    public Fate Durable { get; private set; }

    public bool HasFailed { get; private set; }

    public void Ends(Fate fate, long at)
    {
        if (IsRendered || HasFailed || IsBelieved) return;
        var seen = at - IssuedAt >= Ttl ? Fate.Expired : fate;
        // Who was gone may have come back, and then it ended otherwise
        if (Fate is Fate.None || (Fate is Fate.Gone && seen is not Fate.Gone)) Fate = seen;
    }

    public void Renders() => (IsRendered, Fate) = (true, Fate.None);

    public void Fails()
    {
        if (IsRendered) return;
        (HasFailed, Fate) = (true, Fate.Failed);
    }

    public void BecomesDurable() => Durable = Fate;

    /// <summary>The service was killed before it had written what it saw last.</summary>
    public void IsForgotten() => Fate = Durable;

    public override string ToString() => $"{Id} ({Series}): {(IsRendered ? "rendered" : Fate)}{(IsBelieved ? ", believed" : "")}{(IsServed ? "" : ", not counted")} {string.Join("; ", Log)}";
}
