namespace CometAdTag.Service.Doctor;

/// <summary>The script element that loads the tag: where from, and how. A page may load it by its own code instead, and then only the service is known.</summary>
internal sealed record TagScript(Uri Source)
{
    public string Nonce { get; init; } = "";

    public string Integrity { get; init; } = "";

    /// <summary>It has the attribute crossorigin.</summary>
    public bool IsCrossOrigin { get; init; }

    public bool IsModule { get; init; }

    /// <summary>It is in the page's HTML.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The origin that creatives have, where ad ops gave them one of their own.</summary>
    public Uri? Creatives { get; init; }

    /// <summary>The service's origin, from which everything else is asked.</summary>
    public Uri Service => new(Source.GetLeftPart(UriPartial.Authority));
}
