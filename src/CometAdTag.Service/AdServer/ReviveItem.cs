using System.Text.Json.Nodes;

namespace CometAdTag.Service.AdServer;

/// <summary>Something of the ad server on its way into the feed: what it is called, what it belongs to, and its JSON or why it can have none.</summary>
internal sealed record ReviveItem(long Id, long Parent, string Label, JsonObject? Json, string? Why = null)
{
    private const int Characters = 100;

    public static string LabelOf(string kind, long id, string name) => $"{kind} {id} {Shown(name)}";

    /// <summary>The ad server's text, cut, and without characters that could break a line of a log.</summary>
    public static string Shown(string text) =>
        $"\"{new string([.. text.Take(Characters).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)])}\"";
}
