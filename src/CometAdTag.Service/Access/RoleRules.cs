using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Access;

/// <summary>Which roles an endpoint is open to; every role is an authorization policy of its name.</summary>
internal static class RoleRules
{
    /// <summary>Opens an endpoint to a role and to those that may what it may, and says so in its description.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, Role role) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Words.Of(role))
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The role of this word, or null.</summary>
    public static Role? Of(string word)
    {
        var place = Words.All<Role>().ToList().IndexOf(word);
        return place < 0 ? null : (Role)place;
    }

    /// <summary>The roles that may do what is asked of this one.</summary>
    public static Role[] Holders(Role role) => role switch
    {
        Role.Admin => [Role.Admin],
        Role.Viewer => [Role.Viewer, Role.Adops, Role.Admin],
        _ => [role, Role.Admin],
    };
}
