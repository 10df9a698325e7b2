using Microsoft.Extensions.Primitives;

namespace CometAdTag.Service.Settings;

/// <summary>A provider as it stands, or with another text in its place: what a configuration is tried with before it takes effect.</summary>
internal sealed class Candidate(IConfigurationProvider provider) : IConfigurationProvider
{
    /// <summary>The configuration that would be in effect with this text of the settings file.</summary>
    public static IConfigurationRoot Of(IConfigurationRoot current, SettingsFile file, SettingsText text)
    {
        var replacement = new ConfigurationBuilder().AddInMemoryCollection(text.Values).Build().Providers.Single();
        return new ConfigurationRoot([.. current.Providers.Select(each => new Candidate(each == file ? replacement : each))]);
    }

    public bool TryGet(string key, out string? value) => provider.TryGet(key, out value);

    public void Set(string key, string? value) => throw new NotSupportedException("A candidate is only read.");

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

    // Loading is its owner's business
    public void Load()
    {
    }

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        provider.GetChildKeys(earlierKeys, parentPath);
}
