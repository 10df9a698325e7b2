using System.Globalization;
using System.Security.Cryptography;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>The signing keys of this installation: one file a key under keys/ of the data folder, 32 bytes, mode 0600; the first is made at first start.</summary>
internal static class KeyRing
{
    private const int SecretSize = 32;
    private const string Ending = ".key";

    public static SigningKey[] Load(DataFolder data)
    {
        var folder = data.Sub("keys");
        if (!Directory.EnumerateFiles(folder, "*" + Ending).Any()) MakeFirst(folder);
        return [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(Read)];
    }

    private static SigningKey Read(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (!byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || name.StartsWith('0'))
            throw new SettingsException([$"{file}: a signing key is named 1.key to 255.key"]);
        var secret = File.ReadAllBytes(file);
        return secret.Length == SecretSize
            ? new(id, secret)
            : throw new SettingsException([$"{file}: a signing key has {SecretSize} bytes, this has {secret.Length}"]);
    }

    /// <summary>Written under another name first: a start that is killed leaves no half key.</summary>
    private static void MakeFirst(string folder)
    {
        var unfinished = Path.Combine(folder, "1.new");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(SecretSize));
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, Path.Combine(folder, "1" + Ending));
    }
}
