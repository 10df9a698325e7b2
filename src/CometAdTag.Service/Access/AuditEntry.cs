using System.Text.Json;

namespace CometAdTag.Service.Access;

/// <summary>One change: who made it, what it was, and what was there before and after (null: nothing).</summary>
internal sealed record AuditEntry(string Id, DateTimeOffset At, string Who, string What, string Subject, JsonElement? Before, JsonElement? After);
