using System.Globalization;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Doctor;

/// <summary>What the doctor is asked to look at, and for how long connections are held; null is by the service's heartbeat.</summary>
internal sealed record DoctorOptions(Uri Page, Uri? Service, Uri? Creatives, TimeSpan? Wait)
{
    private const int LongestWait = 90;

    private static readonly string[] Names = ["service", "creatives", "wait"];

    /// <summary>Null with the mistake where the words are not understood.</summary>
    public static DoctorOptions? Read(string[] words, out string mistake)
    {
        string?[] given = [.. Names.Select(name => words.FirstOrDefault(word => word.StartsWith($"--{name}=", StringComparison.Ordinal)))];
        string[] rest = [.. words.Where(word => !given.Contains(word))];
        var values = given.Select(word => word?[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]).ToArray();
        mistake = rest switch
        {
            [] => "Say which page: its URL.",
            [var page] when !IsWeb(page) => page.StartsWith('-') ? $"Not understood: doctor {page}" : $"{page} is no http or https URL.",
            [_] when !IsWeb(values[0] ?? rest[0]) => $"{given[0]}: no http or https URL.",
            [_] when !IsWeb(values[1] ?? rest[0]) => $"{given[1]}: no http or https URL.",
            [_] when Seconds(values[2] ?? "1") is null => $"{given[2]}: not 1 to {LongestWait} seconds.",
            [_] => "",
            _ => $"Not understood: doctor {string.Join(' ', rest)}",
        };
        return mistake.Length > 0 ? null : new(new(rest[0]), OriginOf(values[0]), OriginOf(values[1]), Seconds(values[2]));
    }

    private static bool IsWeb(string url) => WebOrigin.Of(url) is not null;

    private static Uri? OriginOf(string? url) => url is null ? null : new(WebOrigin.Of(url)!);

    private static TimeSpan? Seconds(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestWait ? TimeSpan.FromSeconds(seconds) : null;
}
