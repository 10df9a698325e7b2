using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Access;

/// <summary>`keys add`, `keys list` and `keys revoke`, on the data folder of a service that may run. Exit code 0: done, 1: refused, 2: not understood.</summary>
internal sealed class KeysCommand(AccessOptions options, ControlFile control, TextWriter output, TextWriter errors)
{
    /// <summary>Who changes keys, as the audit says it.</summary>
    private const string Who = "command";

    private const int LongestName = 64;

    private static readonly string Help = $"""
        The keys of the server API. A service that runs notices a change within a second.

          keys add NAME ROLE    makes a key and shows it, this once
          keys list             shows whose keys there are, never the keys
          keys revoke NAME      refuses a key from now on

        ROLE is one of {string.Join(", ", Words.All<Role>())}.
        Settings may follow, such as --Data:Path=data for another data folder.
        """;

    private readonly StoredKeys keys = new(control);

    public static bool Is(string[] args) => args is ["keys", ..];

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        string[] words = [.. args.Skip(1).Where(word => !IsSetting(word))];
        if (words is ["help" or "--help" or "-h"])
        {
            await output.WriteLineAsync(Help);
            return 0;
        }
        var builder = WebApplication.CreateBuilder([.. args.Where(IsSetting)]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddSettings();
        builder.AddLiveOptions<AccessOptions>("Access");
        await using var app = builder.Build();
        var options = app.Services.GetRequiredService<Live<AccessOptions>>().Value;
        return new KeysCommand(options, app.Services.GetRequiredService<ControlFile>(), output, errors).Run(words);
    }

    private static bool IsSetting(string word) => word.StartsWith("--", StringComparison.Ordinal) && word.Contains('=');

    private int Run(string[] words)
    {
        try
        {
            return words switch
            {
                ["add", var name, var role] => Add(name, role),
                ["list"] => List(),
                ["revoke", var name] => Revoke(name),
                _ => NotUnderstood(words),
            };
        }
        catch (ControlFileException failed)
        {
            return Refused(failed.Message);
        }
    }

    private int Add(string name, string word)
    {
        if (RoleRules.Of(word) is not { } role) return Refused($"There is no role {word}; ROLE is one of {string.Join(", ", Words.All<Role>())}.");
        if (Wrong(name) is { } wrong) return Refused(wrong);
        var text = AccessKey.NewText();
        if (!keys.Add(Who, new(name, role, AccessKey.DigestOf(text)))) return Refused(WhyNotAdded(name));
        errors.WriteLine($"The key of {name} with the role {word}, kept by its hash in {control.Path}. It is shown only now:");
        output.WriteLine(text);
        return 0;
    }

    private int List()
    {
        var given = options.Keys.Select(key => (key.Name, Role: key.Role!.Value, "settings"));
        if (options.Keys.Count == 0) given = [(AdminKeyFile.Name, Role.Admin, "first start")];
        var stored = keys.All().Select(each => (each.Key.Name, each.Key.Role, $"added {each.AddedAt:yyyy-MM-dd HH:mm}Z"));
        foreach (var (name, role, from) in given.Concat(stored)) output.WriteLine($"{name,-32} {Words.Of(role),-10} {from}");
        return 0;
    }

    private int Revoke(string name)
    {
        if (keys.Revoke(Who, name))
        {
            output.WriteLine($"The key of {name} is revoked.");
            return 0;
        }
        if (IsInSettings(name)) return Refused($"{name} is a key of the settings: take it out of Access:Keys.");
        return Refused(IsSame(name, AdminKeyFile.Name)
            ? $"{name} opens nothing as soon as Access:Keys has a key; delete the file, and the next start makes another one."
            : $"There is no key of {name} in {control.Path}.");
    }

    private string? Wrong(string name)
    {
        if (name.Length is 0 or > LongestName) return $"NAME must have 1 to {LongestName} characters.";
        if (name.Any(char.IsControl) || name.Trim() != name) return "NAME must have no control characters, and no white space at its ends.";
        if (IsSame(name, AdminKeyFile.Name) || IsSame(name, Who)) return $"{name} is a name of the service's own; take another.";
        return IsInSettings(name) ? $"There is a key of {name} in the settings; take another name." : null;
    }

    private string WhyNotAdded(string name) => keys.All().Any(each => IsSame(each.Key.Name, name))
        ? $"There is a key of {name} already; revoke it first, or take another name."
        : $"There are {StoredKeys.Most} keys; revoke one first.";

    private bool IsInSettings(string name) => options.Keys.Exists(key => IsSame(key.Name, name));

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private int Refused(string why)
    {
        errors.WriteLine(why);
        return 1;
    }

    private int NotUnderstood(string[] words)
    {
        errors.WriteLine(words.Length == 0 ? "Say what to do with the keys." : $"Not understood: keys {string.Join(' ', words)}");
        errors.WriteLine();
        errors.WriteLine(Help);
        return 2;
    }
}
