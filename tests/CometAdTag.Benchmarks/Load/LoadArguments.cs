using System.Globalization;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Reads the options of a run; the first mistake is said in <see cref="Error"/>.</summary>
internal sealed class LoadArguments
{
    public const int MostOfAProcess = 18_000;

    private LoadOptions options = new();

    private LoadArguments(string[] arguments)
    {
        for (var at = 0; at < arguments.Length && Error is null; at++)
        {
            if (arguments[at] == "--withdraw") options = options with { Withdraw = true };
            else if (at + 1 == arguments.Length) Error = $"{arguments[at]}: no such option, or its value is missing";
            else Take(arguments[at], arguments[++at]);
        }
        Error ??= Misfit();
    }

    public string? Error { get; private set; }

    /// <summary>Null where something is wrong.</summary>
    public static LoadOptions? Read(string[] arguments, out string error)
    {
        var read = new LoadArguments(arguments);
        error = read.Error ?? "";
        return read.Error is null ? read.Complete() : null;
    }

    private void Take(string name, string value) => options = name switch
    {
        "--url" => options with { Urls = Split(value) },
        "--pages" => options with { Pages = Whole(name, value, 1, 1_000_000) },
        "--transport" => options with { Transport = OneOf(name, value, "socket", "stream", "poll") },
        "--profile" => options with { Profile = OneOf(name, value, "answers", "listens", "lives") },
        "--zone" => options with { Zones = Split(value) },
        "--width" => options with { Width = Whole(name, value, 0, 10_000) },
        "--height" => options with { Height = Whole(name, value, 0, 10_000) },
        "--origin" => options with { Origin = value },
        "--arrive" => options with { Arrive = Whole(name, value, 0, 100_000) },
        "--for" => options with { For = Whole(name, value, 1, 1_000_000) },
        "--pid" => options with { Pids = [.. Split(value).Select(pid => Whole(name, pid, 1, int.MaxValue))] },
        "--storm" => options with { Storm = Whole(name, value, 0, 1_000_000) },
        "--event" => options with { Event = Whole(name, value, 1, 3_600) },
        "--key" => options with { Key = value },
        "--processes" => options with { Processes = Whole(name, value, 1, 100) },
        _ => Wrong($"{name}: no such option"),
    };

    private LoadOptions Complete() => options with
    {
        Origin = options.Origin.Length > 0 ? options.Origin : new Uri(options.Urls[0]).GetLeftPart(UriPartial.Authority),
        Processes = options.Processes > 0 ? options.Processes : (options.Pages + options.Storm + MostOfAProcess - 1) / MostOfAProcess,
    };

    private string? Misfit()
    {
        if (Array.Find(options.Urls, url => !Uri.TryCreate(url, UriKind.Absolute, out var parts) || parts.Scheme != "http") is { } url) return $"--url: \"{url}\" is no http URL";
        if (options.Urls.Length == 0 || options.Zones.Length == 0) return "--url and --zone: one at least";
        if (Array.Find(options.Urls, url => Server.Find(url) is null) is { } unknown) return $"--url: \"{unknown}\" leads to no IPv4 address";
        if (Array.Exists(options.Zones, zone => zone.AsSpan().ContainsAny('"', '\\'))) return "--zone: an id has a character that it cannot have";
        if (options.Pids.Any(pid => !File.Exists($"/proc/{pid}/stat"))) return "--pid: no such process";
        if (options.Processes > options.Pages) return "--processes: there are fewer pages";
        return (options.Event > 0 || options.Withdraw) && options.Key.Length == 0 ? "--event and --withdraw ask the server API: --key is missing" : null;
    }

    private int Whole(string name, string value, int least, int most)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Error ??= $"{name}: \"{value}\" is no whole number from {least} to {most}";
        return least;
    }

    private string OneOf(string name, string value, params string[] known)
    {
        if (!known.Contains(value)) Error ??= $"{name}: \"{value}\" is none of {string.Join(", ", known)}";
        return value;
    }

    private LoadOptions Wrong(string error)
    {
        Error ??= error;
        return options;
    }

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
