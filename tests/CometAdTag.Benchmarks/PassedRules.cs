namespace CometAdTag.Benchmarks;

/// <summary>Which creatives of a zone a page may get by their delivery rules: a bit for each, and the ids for a plain selection.</summary>
internal sealed record PassedRules(ulong[] Bits, HashSet<string> Ids);
