using System.Globalization;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Doctor;

/// <summary>What the doctor is asked to look at, and for how long connections are held; null is by the service's heartbeat.</summary>
internal sealed record DoctorOptions(Uri Page, Uri? Service, TimeSpan? Wait)
{
    private const int LongestWait = 90;

    /// <summary>Null with the mistake where the words are not understood.</summary>
    public static DoctorOptions? Read(string[] words, out string mistake)
    {
        var service = words.FirstOrDefault(word => word.StartsWith("--service=", StringComparison.Ordinal));
        var wait = words.FirstOrDefault(word => word.StartsWith("--wait=", StringComparison.Ordinal));
        string[] rest = [.. words.Where(word => word != service && word != wait)];
        var seconds = 0;
        mistake = rest switch
        {
            [] => "Say which page: its URL.",
            [var page] when !IsWeb(page) => page.StartsWith('-') ? $"Not understood: doctor {page}" : $"{page} is no http or https URL.",
            [_] when service is not null && !IsWeb(service[10..]) => $"{service}: no http or https URL.",
            [_] when wait is not null && !(int.TryParse(wait[7..], NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= LongestWait) =>
                $"{wait}: not 1 to {LongestWait} seconds.",
            [_] => "",
            _ => $"Not understood: doctor {string.Join(' ', rest)}",
        };
        if (mistake.Length > 0) return null;
        return new(new(rest[0]), service is null ? null : new(WebOrigin.Of(service[10..])!), wait is null ? null : TimeSpan.FromSeconds(seconds));
    }

    private static bool IsWeb(string url) => WebOrigin.Of(url) is not null;
}
