using System.Security.Claims;
using System.Text.Encodings.Web;
using CometAdTag.Rotation.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CometAdTag.Service.Access;

/// <summary>`Authorization: Bearer KEY` (RFC 6750); refusals are problem details that never repeat the key.</summary>
internal sealed class BearerHandler(
    AccessKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate(Request.Headers.Authorization.ToString()));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var given = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = given ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Results.Problem(
            given ? "The key is not known." : "Send a key as `Authorization: Bearer KEY`.",
            title: "This needs a key.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return Results.Problem(
            $"A key with the role {Context.User.FindFirstValue(ClaimTypes.Role)} may not do this.",
            title: "This key may not do this.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
    }

    private AuthenticateResult Authenticate(string header)
    {
        const string start = "Bearer ";
        if (!header.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (keys.Find(header[start.Length..].Trim()) is not { } key) return AuthenticateResult.Fail("The key is not known.");
        Claim[] claims = [new(ClaimTypes.Name, key.Name), new(ClaimTypes.Role, Words.Of(key.Role))];
        return AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }
}
