namespace CometAdTag.Service.Settings;

/// <summary>The folder for all that must last on this node; only its owner may read it.</summary>
internal sealed class DataFolder
{
    /// <summary>Takes Data:Path, relative to the working directory, and makes the folder if it is not there.</summary>
    public DataFolder(string path) => Root = Made(Path.GetFullPath(path));

    /// <summary>The absolute path.</summary>
    public string Root { get; }

    /// <summary>The absolute path of a folder in it, made if it is not there.</summary>
    public string Sub(string name) => Made(Path.Combine(Root, name));

    private static string Made(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path}: this folder of Data:Path cannot be made: {failed.Message}"]);
        }
    }
}
