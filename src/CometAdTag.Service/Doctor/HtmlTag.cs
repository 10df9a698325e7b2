namespace CometAdTag.Service.Doctor;

/// <summary>A start tag: its name in lower case, and its attributes.</summary>
internal sealed record HtmlTag(string Name, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The value of an attribute; null where the tag does not have it.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
}
