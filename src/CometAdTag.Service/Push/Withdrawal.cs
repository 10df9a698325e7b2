namespace CometAdTag.Service.Push;

/// <summary>A creative, or all of a campaign, that ad ops took off every page; exactly one of the two is named. At in Unix ms.</summary>
internal sealed record Withdrawal(string Id, string? Creative, string? Campaign, string Reason, string By, long At);
