namespace CometAdTag.Service.Access;

/// <summary>The words of all roles that an endpoint is open to: metadata for the API's description.</summary>
internal sealed record OpenTo(string[] Roles);
