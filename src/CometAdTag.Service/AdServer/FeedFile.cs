using System.Security.Cryptography;

namespace CometAdTag.Service.AdServer;

/// <summary>A feed that is a file; its tag is the hash of its bytes, so an unchanged file is not read into a snapshot again.</summary>
internal static class FeedFile
{
    public static async Task<AdServerAnswer> FetchAsync(string location, string? etag, CancellationToken cancel)
    {
        try
        {
            await using var file = new FileStream(Find(location), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (await AdServerBody.ReadAsync(file, AdServerBody.MaxBytes, cancel) is not { } body) return AdServerAnswer.TooLarge(AdServerBody.MaxBytes);
            var tag = Convert.ToHexStringLower(SHA256.HashData(body.Span));
            return tag == etag ? AdServerAnswer.NotModified : new(AdServerOutcome.Ok, "") { Body = body, ETag = tag };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(AdServerOutcome.Network, error.Message);
        }
    }

    /// <summary>A relative path is looked for in the working directory, then beside the program.</summary>
    private static string Find(string location)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, location);
        return !File.Exists(location) && File.Exists(beside) ? beside : Path.GetFullPath(location);
    }
}
