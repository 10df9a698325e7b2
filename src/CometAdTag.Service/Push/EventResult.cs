namespace CometAdTag.Service.Push;

/// <summary>What an event did on this node: pages that it concerned, slots that rotated at once, and slots that remember it (R4, spread, or out of view).</summary>
internal sealed record EventResult(string Id, string Name, int Pages, int Slots, int Waiting);
