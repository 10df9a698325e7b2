namespace CometAdTag.Service.Settings;

/// <summary>Reads all sections at start and on every change of the file; what is not wholly valid never takes effect.</summary>
internal sealed class SettingsCheck(
    IConfiguration configuration, SettingsFile file, IEnumerable<SettingsSection> sections, IEnumerable<SettingsRule> rules, ILogger<SettingsCheck> log)
{
    private readonly IConfigurationRoot root = (IConfigurationRoot)configuration;
    private readonly SettingsSection[] sections = [.. sections];
    private readonly Dictionary<string, string> published = [];
    private readonly Lock gate = new();
    private bool started;

    /// <summary>Checks once; with errors it throws a <see cref="SettingsException"/> that names them all.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (started) return;
            Publish(root, Read(root, file.InUse));
            started = true;
        }
        log.LogInformation("Settings: {File}, then environment, then command line", file.Name ?? "no config/cometadtag.json, so the defaults");
        file.Follow(TimeProvider.System, Reload);
    }

    private void Reload()
    {
        try
        {
            lock (gate) Take(file.Read()!);
            log.LogInformation("Settings: the new {File} is in effect", file.Name);
        }
        catch (SettingsException refused)
        {
            foreach (var error in refused.Errors) log.LogError("Settings: {Error}", error);
            log.LogError("Settings: the new {File} is refused, the settings in use stay", file.Name);
        }
#pragma warning disable CA1031 // the top of a callback: what a listener does wrong must not end the process
        catch (Exception failed)
#pragma warning restore CA1031
        {
            log.LogError(failed, "Settings: not everything could follow the change of {File}", file.Name);
        }
    }

    private void Take(SettingsText text)
    {
        var candidate = Candidate.Of(root, file, text);
        var options = Read(candidate, text);
        file.Accept(text);
        Publish(candidate, options);
    }

    private List<(SettingsSection Section, object Options)> Read(IConfiguration candidate, SettingsText? text)
    {
        var reader = new SectionReader(candidate, [.. sections.Select(section => section.Name)]);
        var options = sections.Select(section => (section, reader.Read(section)!)).ToList();
        var origins = new Origins(root, file, text);
        foreach (var key in reader.Unknown.Concat(UnknownSections(text)).Order(StringComparer.Ordinal))
            log.LogWarning("Settings: {Place}{Key} is not known here and has no effect; is it misspelt?", origins.Of(key), key);
        var errors = reader.Errors.Count > 0 ? reader.Errors.Select(error => (error.Key, error.Error)) : Broken(options);
        string[] messages = [.. errors.Select(error => $"{origins.Of(error.Key)}{error.Key} {error.Error}")];
        return messages.Length == 0 ? options : throw new SettingsException(messages);
    }

    private IEnumerable<(string Key, string Error)> Broken(List<(SettingsSection Section, object Options)> read) =>
        from rule in rules
        let error = rule.Broken(type => read.First(section => section.Section.Type == type).Options)
        where error is not null
        select (rule.Key, error);

    // The environment is full of other programs' names, so a whole section is only looked for in the file
    private IEnumerable<string> UnknownSections(SettingsText? text) =>
        from key in text?.Values.Keys.Select(path => path.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase) ?? []
        where !Platform.Contains(key) && !sections.Any(section => section.Name.Split(':')[0].Equals(key, StringComparison.OrdinalIgnoreCase))
        select key;

    private void Publish(IConfiguration source, List<(SettingsSection Section, object Options)> read)
    {
        foreach (var (section, options) in read)
        {
            var print = string.Join('\n', source.GetSection(section.Name).AsEnumerable().Select(pair => $"{pair.Key}={pair.Value}"));
            if (published.GetValueOrDefault(section.Name) == print) continue;
            published[section.Name] = print;
            section.Publish(options);
        }
    }

    /// <summary>Keys that ASP.NET Core reads itself.</summary>
    private static readonly HashSet<string> Platform =
        new(["$schema", "Urls", "Logging", "Kestrel", "AllowedHosts"], StringComparer.OrdinalIgnoreCase);
}
