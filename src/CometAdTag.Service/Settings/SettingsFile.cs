using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace CometAdTag.Service.Settings;

/// <summary>config/cometadtag.json as configuration. A text takes effect whole or not at all; until the first it must be readable.</summary>
internal sealed class SettingsFile : ConfigurationProvider, IConfigurationSource, IDisposable
{
    private const string FileName = "cometadtag.json";
    // An editor writes a file in more than one step
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private readonly string? path;
    private PhysicalFileProvider? folder;
    private ITimer? quiet;
    private IDisposable? watch;

    public SettingsFile(params IEnumerable<string> folders)
    {
        path = folders.Select(folder => Path.Combine(folder, "config", FileName)).FirstOrDefault(File.Exists);
        if (path is null) return;
        Name = path.StartsWith(Environment.CurrentDirectory + "/", StringComparison.Ordinal) ? Path.GetRelativePath(".", path) : path;
    }

    /// <summary>The path as a person would say it, or null when there is no file.</summary>
    public string? Name { get; }

    /// <summary>The text that has effect; null when there is no file.</summary>
    public SettingsText? InUse { get; private set; }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load()
    {
        if (InUse is null && Read() is { } read) Use(read);
    }

    /// <summary>The file as it is now; null when there is none. A file that cannot be read is a <see cref="SettingsException"/>.</summary>
    public SettingsText? Read()
    {
        if (path is null) return null;
        try
        {
            return SettingsText.Read(Name!, File.ReadAllBytes(path));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{Name}: cannot be read: {failed.Message}"]);
        }
    }

    /// <summary>Lets a checked text take effect, and everybody who reads the configuration know.</summary>
    public void Accept(SettingsText accepted)
    {
        Use(accepted);
        OnReload();
    }

    /// <summary>Calls back whenever the file was written and has been left alone for a moment.</summary>
    public void Follow(TimeProvider time, Action written)
    {
        if (path is null) return;
        folder = new PhysicalFileProvider(Path.GetDirectoryName(Path.GetFullPath(path))!);
        quiet = time.CreateTimer(_ => written(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        watch = ChangeToken.OnChange(() => folder.Watch(FileName), () => quiet.Change(Quiet, Timeout.InfiniteTimeSpan));
    }

    public void Dispose()
    {
        watch?.Dispose();
        quiet?.Dispose();
        folder?.Dispose();
    }

    private void Use(SettingsText read)
    {
        InUse = read;
        Data = read.Values;
    }
}
