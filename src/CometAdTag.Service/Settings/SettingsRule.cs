namespace CometAdTag.Service.Settings;

/// <summary>What must hold between sections: from their options, what is wrong with the value of the key, or null.</summary>
internal sealed record SettingsRule(string Key, Func<Func<Type, object>, string?> Broken);
