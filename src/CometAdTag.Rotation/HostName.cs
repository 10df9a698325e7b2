namespace CometAdTag.Rotation;

/// <summary>The host of a URL as DNS knows it: punycode, an IPv6 address in brackets.</summary>
public static class HostName
{
    /// <summary>Null where it holds what no name may hold.</summary>
    public static string? Of(Uri url)
    {
        try
        {
            return url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null; // Uri takes such names and finds out only when it is asked
        }
    }
}
