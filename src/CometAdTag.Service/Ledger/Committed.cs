using CometAdTag.Rotation.Impressions;

namespace CometAdTag.Service.Ledger;

/// <summary>What a commit made durable: what became of each row, how many fates were kept beside them, and by how much each fate became more or fewer.</summary>
internal sealed record Committed(Written[] Rows, int Ended, Dictionary<(long Minute, Series Series, Fate Fate), long> Unrendered);
