namespace CometAdTag.Service.Doctor;

/// <summary>No whole answer came: why, and what to do, in words.</summary>
internal sealed class UnreachableException(string message, string fix, Exception? cause = null) : Exception(message, cause)
{
    public string Fix => fix;

    /// <summary>It was not waited for any longer.</summary>
    public bool IsLate { get; init; }
}
