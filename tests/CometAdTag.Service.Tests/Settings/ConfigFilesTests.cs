using System.Text.Json;
using CometAdTag.Service.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Settings;

/// <summary>config/cometadtag.json and its schema say what the options classes say.</summary>
public sealed class ConfigFilesTests : IDisposable
{
    private static readonly string[] Platform = ["$schema", "AllowedHosts", "Kestrel", "Logging", "Urls"];

    private readonly RunningService service = RunningService.Start();
    private readonly Dictionary<string, Option> options;

    public ConfigFilesTests() =>
        options = service.Services.GetServices<SettingsSection>().SelectMany(Option.Of).ToDictionary(option => option.Key);

    [Fact]
    public void The_file_has_options_only_each_with_its_default()
    {
        var file = SettingsText.Read("cometadtag.json", File.ReadAllBytes(Beside("cometadtag.json"))).Values.Where(pair => !Platform.Contains(pair.Key)).ToList();
        Assert.NotEmpty(file);
        Assert.All(file, pair => Assert.Equal((pair.Key, options[pair.Key].DefaultText), (pair.Key, pair.Value)));
    }

    [Fact]
    public void The_schema_has_every_option_and_no_other()
    {
        var sections = service.Services.GetServices<SettingsSection>().Select(section => section.Name);
        Assert.Equal(
            options.Keys.Concat(sections).Concat(Platform).Order(StringComparer.Ordinal),
            Schema().Select(node => node.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_schema_says_the_type_the_default_and_the_bounds_of_every_option() =>
        Assert.All(Schema().Where(node => options.ContainsKey(node.Key)), node =>
        {
            var option = options[node.Key];
            Assert.Equal((node.Key, option.Type), (node.Key, node.Text("enum") is null ? node.Text("type") : "string"));
            Assert.Equal((node.Key, option.DefaultText), (node.Key, node.Text("default")));
            if (option.Range is { } range) Assert.Equal((node.Key, range), (node.Key, (node.Text("minimum")!, node.Text("maximum")!)));
        });

    [Fact]
    public void The_guide_names_every_option()
    {
        var guide = File.ReadAllText(Beside("README.md"));
        var keys = options.Keys.Where(key => !key.Contains(":[]", StringComparison.Ordinal) && !key.Contains(":*", StringComparison.Ordinal)).ToList();
        Assert.All(
            keys.Where(key => !keys.Any(below => below.StartsWith(key + ":", StringComparison.Ordinal))),
            key => Assert.Contains($"| `{key}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_guide_names_every_metric()
    {
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri(service.Address, "/metrics"));
        var guide = File.ReadAllText(Beside("README.md"));
        Assert.All(
            metrics.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]),
            name => Assert.Contains("`" + name, guide, StringComparison.Ordinal));
    }

    public void Dispose() => service.Dispose();

    private static List<SchemaNode> Schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Beside("cometadtag.schema.json")));
        return [.. SchemaNode.Of(schema.RootElement.Clone())];
    }

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, "config", name);
}
