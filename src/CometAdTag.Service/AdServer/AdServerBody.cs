namespace CometAdTag.Service.AdServer;

/// <summary>Reads what may be endless up to a bound.</summary>
internal static class AdServerBody
{
    public const int MaxBytes = 64 << 20;

    /// <summary>Null where there is more than the bound.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int maxBytes, CancellationToken cancel)
    {
        var body = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (body.Length + read > maxBytes) return null;
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
