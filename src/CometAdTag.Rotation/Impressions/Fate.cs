namespace CometAdTag.Rotation.Impressions;

/// <summary>Why an impression that was served was never rendered; in the report and as metric label in snake case. The numbers are stored.</summary>
public enum Fate
{
    None = 0,

    /// <summary>It was too old to be shown before its slot came into view.</summary>
    Expired = 1,

    /// <summary>The next push or passback of its slot came first.</summary>
    Replaced = 2,

    /// <summary>It was taken off before it was shown.</summary>
    Withdrawn = 3,

    /// <summary>Its slot or its page went away.</summary>
    Gone = 4,

    /// <summary>The page could not render it.</summary>
    Failed = 5,

    /// <summary>Nobody saw what became of it, and no receipt can come any more.</summary>
    Unknown = 6,
}
