namespace CometAdTag.Service.Settings;

/// <summary>The settings cannot be used; every error is named, with where it was read.</summary>
internal sealed class SettingsException(IReadOnlyList<string> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;

    /// <summary>Says on standard error what is wrong, and returns the exit code.</summary>
    public int Explain()
    {
        Console.Error.WriteLine("CometAdTag cannot start, because its settings are wrong:");
        foreach (var error in Errors) Console.Error.WriteLine("  " + error);
        return 1;
    }
}
