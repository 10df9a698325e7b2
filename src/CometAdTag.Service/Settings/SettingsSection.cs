namespace CometAdTag.Service.Settings;

/// <summary>A section of the settings, the options class it is read into, and who takes the checked value.</summary>
internal sealed record SettingsSection(string Name, Type Type, Action<object> Publish);
