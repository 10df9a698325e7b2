using System.Globalization;
using System.Text;

namespace CometAdTag.Service.Tests.Recordings;

/// <summary>What was asked of a real Revive Adserver 6.0.8 and what it answered, by the name of the files; the answers of outages have no request.</summary>
internal sealed record Recording(string Name, HttpText? Request, byte[] Response)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recordings", "revive");

    /// <summary>The names of all recordings that begin so.</summary>
    public static IEnumerable<string> Names(string prefix) => Directory.EnumerateFiles(Folder, prefix + "*.response.http")
        .Select(file => Path.GetFileName(file)[..^".response.http".Length]).Order(StringComparer.Ordinal);

    public static Recording Load(string name)
    {
        var request = Path.Combine(Folder, name + ".request.http");
        return new(name, File.Exists(request) ? HttpText.Parse(File.ReadAllBytes(request)) : null, File.ReadAllBytes(Path.Combine(Folder, name + ".response.http")));
    }

    /// <summary>The same answer to another request.</summary>
    public Recording To(Recording other) => this with { Request = other.Request };

    /// <summary>The answer as it was on the wire. The recorder had taken bodies out of their chunks, so they are put into one again.</summary>
    public byte[] OnTheWire()
    {
        var answer = HttpText.Parse(Response);
        if (answer.Header("Transfer-Encoding") != "chunked") return Response;
        var head = Response[..^answer.Body.Length];
        var size = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{answer.Body.Length:x}\r\n"));
        return answer.Body.Length == 0 ? [.. head, .. "0\r\n\r\n"u8] : [.. head, .. size, .. answer.Body, .. "\r\n0\r\n\r\n"u8];
    }
}
