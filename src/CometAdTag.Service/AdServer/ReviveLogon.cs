namespace CometAdTag.Service.AdServer;

/// <summary>A session of the API, and whose it is.</summary>
internal sealed record ReviveLogon(Uri Url, string User, string Password, string Session)
{
    public bool IsOf(ReviveApiOptions api) => Url == WebUrl.Of(api.Url) && User == api.User && Password == api.Password;

    // The generated one would write the password into a log
    public override string ToString() => nameof(ReviveLogon);
}
