using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace CometAdTag.Service.Pages;

/// <summary>The files of the comet tag, as the build has put them into `tag/` beside the program.</summary>
internal static class TagFiles
{
    /// <summary>How they may be asked for.</summary>
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static byte[] Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "tag", name);
        return File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new FileNotFoundException($"The comet tag is missing: {path}. It is made by dotnet build and dotnet publish.", path);
    }

    public static IResult Send(HttpContext context, byte[] file, string type, string caching)
    {
        context.Response.Headers.CacheControl = caching;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(file, type, entityTag: new EntityTagHeaderValue($"\"{Hash(file)}\""));
    }

    /// <summary>What names a file that never changes.</summary>
    public static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file))[..16];
}
