using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace CometAdTag.Service.Settings;

/// <summary>Tells where a value was set, so that a person finds it.</summary>
internal sealed class Origins(IConfigurationRoot configuration, SettingsFile file, SettingsText? text)
{
    /// <summary>What comes before the key in a message: the place and a colon, or nothing where the place has no name.</summary>
    public string Of(string key) =>
        configuration.Providers.Reverse().Select(provider => Place(provider, key)).FirstOrDefault(place => place is not null) is { } found
            ? found + ": "
            : "";

    private string? Place(IConfigurationProvider provider, string key) => provider switch
    {
        SettingsFile => text?.LineOf(key) is > 0 and var line ? $"{file.Name}, line {line}" : null,
        CommandLineConfigurationProvider when provider.TryGet(key, out _) => "command line",
        EnvironmentVariablesConfigurationProvider when provider.TryGet(key, out _) => "environment",
        _ => null,
    };
}
