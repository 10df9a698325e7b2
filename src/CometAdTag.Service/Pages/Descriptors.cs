using System.Globalization;

namespace CometAdTag.Service.Pages;

/// <summary>How many open files the system grants this process.</summary>
internal static class Descriptors
{
    private const int Reserved = 1_000;

    /// <summary>The soft limit less what the rest of the service needs; without a limit to read, no bound.</summary>
    public static int ForPages()
    {
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits)) return int.MaxValue;
        var line = File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Max(1, limit - Reserved) : int.MaxValue;
    }
}
