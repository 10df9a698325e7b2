using System.Globalization;

namespace CometAdTag.Service.AdServer;

/// <summary>Ids as the ad server's tables have them; a feed may have others.</summary>
internal static class StatisticsId
{
    public const string Refusal = "its ids are no numbers";

    public static bool IsNumber(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
}
