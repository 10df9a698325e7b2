namespace CometAdTag.Service.AdServer;

/// <summary>Ends a pull by the API; what is shown stays.</summary>
internal sealed class ReviveFailure(AdServerAnswer answer) : Exception(answer.Detail)
{
    public AdServerAnswer Answer => answer;
}
