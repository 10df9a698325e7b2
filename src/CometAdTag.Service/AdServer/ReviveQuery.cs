using System.Collections.Frozen;
using System.Text;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.AdServer;

/// <summary>
/// The query of one call of asyncspc.php. Web servers refuse a line of more than 8 KiB, of this call and of the beacon that repeats
/// most of it, so what is least needed is left out where it is too long: the referrer first, then variables, the source, the page.
/// </summary>
internal sealed class ReviveQuery
{
    /// <summary>Of the whole URL.</summary>
    public const int MaxLength = 7_000;

    /// <summary>Revive takes these from the query itself; its beacons' and cookies' names begin with OA and OX.</summary>
    private static readonly FrozenSet<string> Own = FrozenSet.Create(
        StringComparer.Ordinal,
        "zones", "prefix", "charset", "loc", "referer", "source", "target", "withtext", "withText", "ct0", "context", "what", "exclude", "q",
        "block", "blockcampaign", "zoneid", "campaignid", "bannerid", "clientid", "cid", "cb", "ct", "dest", "sig", "ts", "log", "n",
        "trackonly", "openads", "trackerid", "script");

    private readonly StringBuilder url;

    private ReviveQuery(string script) => url = new(script, MaxLength);

    public static Uri Of(Uri script, IEnumerable<string> zones, string prefix, FillRequest request)
    {
        var query = new ReviveQuery($"{script}?zones={string.Join("%7C", zones)}&prefix={prefix}&charset=UTF-8");
        if (!query.Add("loc", request.Url)) query.Add("loc", request.Url.Split('?', '#')[0]);
        query.Add("source", request.Source);
        foreach (var (name, value) in request.Variables.Where(variable => IsFree(variable.Key)).Take(WireLimits.Variables)) query.Add(name, value);
        query.Add("referer", request.Referrer);
        return new(query.url.ToString());
    }

    /// <summary>False where it would be too long.</summary>
    private bool Add(string name, string value)
    {
        if (value.Length == 0) return true;
        var parameter = $"&{name}={Uri.EscapeDataString(value)}";
        if (url.Length + parameter.Length > MaxLength) return false;
        url.Append(parameter);
        return true;
    }

    // PHP makes other names of those with other characters, such as lists of names with brackets.
    private static bool IsFree(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') && !Own.Contains(name)
        && !name.StartsWith("OA", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("OX", StringComparison.OrdinalIgnoreCase);
}
