namespace CometAdTag.Rotation.Wire;

/// <summary>One message to a page: its type's name, and the whole JSON object as UTF-8.</summary>
public readonly record struct Frame(string Type, byte[] Json);
