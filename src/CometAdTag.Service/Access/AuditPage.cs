namespace CometAdTag.Service.Access;

/// <summary>Entries of the audit, newest first; where there are older ones, before is what to ask for next.</summary>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? Before);
