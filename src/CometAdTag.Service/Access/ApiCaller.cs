using System.Security.Claims;

namespace CometAdTag.Service.Access;

/// <summary>Who asks, as the audit names them: the key's name and role, never the key.</summary>
internal static class ApiCaller
{
    public static string WhoIs(this HttpContext context) => $"{context.User.Identity!.Name} ({context.User.FindFirstValue(ClaimTypes.Role)})";
}
