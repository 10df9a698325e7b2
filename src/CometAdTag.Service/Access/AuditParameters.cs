using System.Globalization;

namespace CometAdTag.Service.Access;

/// <summary>Reads the parameters of the audit and names everything that is wrong with them.</summary>
internal sealed class AuditParameters(IQueryCollection query)
{
    public const int MostEntries = 1_000;
    private const int DefaultEntries = 100;

    private static readonly string[] Names = ["from", "to", "limit", "before"];

    /// <summary>What is wrong, by parameter.</summary>
    public Dictionary<string, string[]> Errors { get; } = [];

    /// <summary>Null when anything is wrong. Without parameters: the newest entries.</summary>
    public AuditQuery? Read()
    {
        foreach (var name in query.Keys.Except(Names, StringComparer.OrdinalIgnoreCase))
            Errors[name] = [$"There is no parameter '{name}'; allowed are {string.Join(", ", Names)}."];
        var read = new AuditQuery(
            Time("from") ?? 0, Time("to") ?? long.MaxValue,
            Number("before", long.MaxValue) ?? long.MaxValue, (int)(Number("limit", MostEntries) ?? DefaultEntries));
        if (Errors.Count == 0 && read.From >= read.To) Errors["from"] = ["from must be before to; from is in the answer, to is not."];
        return Errors.Count > 0 ? null : read;
    }

    private long? Time(string name)
    {
        if (!query.TryGetValue(name, out var given)) return null;
        if (ApiTime.Read(given) is { } time) return time.ToUnixTimeMilliseconds();
        Errors[name] = [ApiTime.Wrong(given)];
        return null;
    }

    private long? Number(string name, long most)
    {
        if (!query.TryGetValue(name, out var given)) return null;
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most) return number;
        Errors[name] = [$"'{given}' is no whole number from 1 to {most}."];
        return null;
    }
}
