namespace CometAdTag.Service.Settings;

/// <summary>What people set cannot be read or kept now; nothing of it was changed.</summary>
internal sealed class ControlFileException(string message, Exception cause) : Exception(message, cause);
