using System.Globalization;

namespace CometAdTag.Service.AdServer;

/// <summary>Ids as the ad server's tables have them; a feed may have others.</summary>
internal static class StatisticsId
{
    public const string Refusal = "its ids are no numbers";

    public static bool AreNumbers(params ReadOnlySpan<string> ids)
    {
        foreach (var id in ids)
            if (!IsNumber(id)) return false;
        return true;
    }

    public static bool IsNumber(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
