using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Access;

/// <summary>Which roles an endpoint is open to.</summary>
internal static class RoleRules
{
    /// <summary>Opens an endpoint to roles and to those that may what they may, and says so in its description.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, params Role[] roles) where TBuilder : IEndpointConventionBuilder
    {
        var open = new OpenTo([.. roles.SelectMany(Holders).Distinct().Order().Select(Words.Of)]);
        return endpoint.RequireAuthorization(policy => policy.RequireRole(open.Roles)).WithMetadata(open)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The roles that may do what is asked of this one.</summary>
    public static Role[] Holders(Role role) => role switch
    {
        Role.Admin => [Role.Admin],
        Role.Viewer => [Role.Viewer, Role.Adops, Role.Admin],
        _ => [role, Role.Admin],
    };

    /// <summary>The role of this word, or null.</summary>
    public static Role? Of(string word) => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => Words.Of(role!.Value) == word);
}
