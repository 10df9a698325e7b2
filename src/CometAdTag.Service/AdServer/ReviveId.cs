namespace CometAdTag.Service.AdServer;

/// <summary>Revive's ids are positive numbers.</summary>
internal static class ReviveId
{
    public const int MaxDigits = 10;

    public static bool Is(string text) => text.Length is > 0 and <= MaxDigits && text[0] != '0' && text.All(char.IsAsciiDigit);
}
