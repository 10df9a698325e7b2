using System.Text.Json;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// The last good feed on disk, so that a restart while the ad server is away serves at once: one file, a header line and the feed's bytes,
/// replaced whole. The file's time is when the feed was last confirmed. Losing it harms nothing, so its failures are only logged.
/// </summary>
internal sealed class SnapshotStore(DataFolder folder, ILogger<SnapshotStore> log)
{
    private readonly string path = Path.Combine(folder.Sub("snapshot"), "last-good.feed");

    public void Save(StoredFeed feed)
    {
        var written = path + ".new";
        Try("could not be kept", () =>
        {
            using (var file = new FileStream(written, FileMode.Create, FileAccess.Write))
            {
                file.Write(StoredHeader.Of(feed).Write());
                file.WriteByte((byte)'\n');
                file.Write(feed.Body.Span);
                file.Flush(flushToDisk: true);
            }
            File.SetLastWriteTimeUtc(written, feed.PulledAt.UtcDateTime);
            File.Move(written, path, overwrite: true);
            return true;
        });
    }

    public void Confirm(DateTimeOffset at) => Try("could not be confirmed", () =>
    {
        if (File.Exists(path)) File.SetLastWriteTimeUtc(path, at.UtcDateTime);
        return true;
    });

    /// <summary>Null where there is none, where it is damaged, and where it came from another location.</summary>
    public StoredFeed? Load(string location) => File.Exists(path) ? Try("could not be read", () => Read(location)) : null;

    private StoredFeed? Read(string location)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        if (end < 0) throw new InvalidDataException("it has no header");
        var feed = new StoredFeed(location, null, new(File.GetLastWriteTimeUtc(path)), bytes.AsMemory(end + 1));
        var (header, expected) = (StoredHeader.Read(bytes.AsSpan(0, end)), StoredHeader.Of(feed));
        if (header is null || header.Version != expected.Version || header.Body != expected.Body) throw new InvalidDataException("its bytes are not those that were written");
        return header.Location == expected.Location ? feed with { ETag = header.ETag } : null;
    }

    private T? Try<T>(string what, Func<T?> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            log.LogError("The last good snapshot in {Path} {What}: {Why}", path, what, error.Message);
            return default;
        }
    }
}
