using System.Text;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Access;

/// <summary>The key for whoever set the service up: made once, kept in a file that only its owner may read, never logged.</summary>
internal sealed class AdminKeyFile(DataFolder data, ILogger<AdminKeyFile> logger)
{
    /// <summary>What the admin key is called where names of keys are shown.</summary>
    public const string Name = "admin.key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.Combine(data.Root, Name);

    /// <summary>Reads the key, or makes it if there is no file.</summary>
    public string ReadOrMake()
    {
        try
        {
            if (!File.Exists(Path)) Make();
            var key = File.ReadAllText(Path).Trim();
            return AccessKey.IsText(key)
                ? key
                : throw new SettingsException([$"{Path}: holds no admin key; delete it, and the next start makes a new one."]);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{Path}: the admin key cannot be read or made: {failed.Message}"]);
        }
    }

    private void Make()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(Path, options);
        file.Write(Encoding.ASCII.GetBytes($"{AccessKey.NewText()}\n"));
        file.Flush(flushToDisk: true);
        logger.LogInformation("An admin key for the server API was made; it is in {Path}", Path);
    }
}
