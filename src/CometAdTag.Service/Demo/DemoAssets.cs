using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace CometAdTag.Service.Demo;

/// <summary>The files of the demo, built into the program, by their path under <c>/demo/</c>.</summary>
internal static class DemoAssets
{
    private static readonly Assembly Home = typeof(DemoAssets).Assembly;

    public static FrozenDictionary<string, DemoAsset> ReadFolder(string prefix) => Home.GetManifestResourceNames()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[prefix.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);

    private static DemoAsset Read(string name)
    {
        using var resource = Home.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return new DemoAsset(bytes, ContentTypeOf(name), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..12])}\""));
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The demo file {name} has the unknown kind '{other}'."),
    };
}
