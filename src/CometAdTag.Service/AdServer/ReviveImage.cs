namespace CometAdTag.Service.AdServer;

/// <summary>Where the image of a banner is. The API tells the address only of images elsewhere.</summary>
internal static class ReviveImage
{
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["apng"] = "apng",
        ["avif"] = "avif",
        ["gif"] = "gif",
        ["jpeg"] = "jpeg",
        ["jpg"] = "jpeg",
        ["png"] = "png",
        ["webp"] = "webp",
    };

    public static (string Url, string? Why) Of(ReviveRow banner, AdServerOptions options)
    {
        var (storage, file) = (banner.Text("storageType"), banner.Text("filename"));
        return storage switch
        {
            "url" => (Typed(banner.Text("imageURL")), null),
            "web" or "sql" when !ContentTypes.ContainsKey(Extension(file)) => ("", $"its file {ReviveItem.Shown(file)} is no image that browsers show"),
            "web" when options.ReviveApi.ImageBase.Length == 0 => ("", "it is an uploaded image, and AdServer:ReviveApi:ImageBase does not say where those are"),
            "web" => ($"{options.ReviveApi.ImageBase.TrimEnd('/')}/{file}", null),
            "sql" when options.ReviveDelivery.Url.Length == 0 => ("", "it is an image in the ad server's database, and AdServer:ReviveDelivery:Url does not say where delivery gives it out"),
            "sql" => ($"{options.ReviveDelivery.Url.TrimEnd('/')}/ai.php?filename={Uri.EscapeDataString(file)}&contenttype={ContentTypes[Extension(file)]}", null),
            _ => ("", $"the service does not know its kind {ReviveItem.Shown(storage)}"),
        };
    }

    /// <summary>An address as people type it, with a scheme.</summary>
    public static string Typed(string address) => address.Trim() is var text && text.StartsWith("//", StringComparison.Ordinal) ? $"https:{text}" : text;

    private static string Extension(string file) => Path.GetExtension(file).TrimStart('.');
}
