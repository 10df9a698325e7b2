namespace CometAdTag.Service.Access;

/// <summary>A query parameter of an endpoint that reads its parameters itself: metadata for the API's description.</summary>
internal sealed record ApiParameter(string Name, string Description);
