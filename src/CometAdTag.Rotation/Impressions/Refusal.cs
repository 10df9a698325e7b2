namespace CometAdTag.Rotation.Impressions;

/// <summary>Why a receipt is not counted; on the wire, in the log and as metric label in snake case. The numbers are stored.</summary>
public enum Refusal
{
    None = 0, Malformed = 1, Forged = 2, Expired = 3, Duplicate = 4, TooEarly = 5, ImpossibleTime = 6, Origin = 7, Bot = 8, NoAgent = 9, Rate = 10,
}
