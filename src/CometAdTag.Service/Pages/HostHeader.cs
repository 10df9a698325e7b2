namespace CometAdTag.Service.Pages;

/// <summary>The web server lets a Host through that throws wherever it is read: one that is no punycode, or has a label of over 63 characters.</summary>
internal static class HostHeader
{
    /// <summary>Whether the Host, and what a proxy says of it, can be read.</summary>
    public static bool IsReadable(IHeaderDictionary headers) =>
        headers.Host.Concat(headers["X-Forwarded-Host"]).All(value => value is null || value.Split(',').All(IsReadable));

    /// <summary>Before everything that reads it.</summary>
    public static void UseReadableHosts(this WebApplication app) => app.Use((context, next) => IsReadable(context.Request.Headers)
        ? next(context)
        : context.Response.Refuse(StatusCodes.Status400BadRequest, "host", "the Host is no name of a host", TimeSpan.Zero));

    private static bool IsReadable(string host)
    {
        try
        {
            _ = HostString.FromUriComponent(host.Trim()).ToUriComponent();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
