namespace CometAdTag.Service.Settings;

/// <summary>What people set cannot be read or kept now; nothing of it was changed.</summary>
internal sealed class ControlFileException(string path, string cause, Exception inner) : Exception($"{path}: {cause}.", inner)
{
    /// <summary>Why, in plain words, without the path.</summary>
    public string Cause => cause;
}
