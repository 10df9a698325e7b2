using System.Security.Claims;

namespace CometAdTag.Service.Access;

/// <summary>Whose key a request came with.</summary>
internal static class Caller
{
    /// <summary>Who changed something, where it was no request.</summary>
    public const string Command = "command";

    /// <summary>Name and role as the audit says them: `anna (adops)`.</summary>
    public static string Who(this ClaimsPrincipal user) => $"{user.FindFirstValue(ClaimTypes.Name)} ({user.FindFirstValue(ClaimTypes.Role)})";
}
