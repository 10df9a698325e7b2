using System.Collections;
using System.Reflection;

namespace CometAdTag.Service.Settings;

/// <summary>Reads one section into its options class and gathers everything that is wrong with it, by key.</summary>
internal sealed class SectionReader(IConfiguration configuration, IReadOnlyCollection<string> sections)
{
    /// <summary>Key and what it must be.</summary>
    public List<(string Key, string Error)> Errors { get; } = [];

    /// <summary>Keys that no option has.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>The checked options; null when there are errors.</summary>
    public object? Read(SettingsSection section)
    {
        var before = Errors.Count;
        Convertible(configuration.GetSection(section.Name), section.Type);
        if (Errors.Count > before) return null;
        var options = configuration.GetSection(section.Name).Get(section.Type) ?? Activator.CreateInstance(section.Type)!;
        Errors.AddRange(Annotations.Check(options, section.Name));
        return Errors.Count > before ? null : options;
    }

    private void Convertible(IConfigurationSection section, Type type)
    {
        var children = section.GetChildren();
        if (Scalars.Expected(type) is { } expected) Scalar(section, type, expected);
        else if (!string.IsNullOrEmpty(section.Value)) Errors.Add((section.Path, ItemOf(type) is null
            ? "must be a group of settings, not one value." : $"must be a list: {section.Path}:0 is its first value."));
        else if (ItemOf(type) is { } item) foreach (var child in children) Convertible(child, item);
        else foreach (var child in children) Property(child, type);
    }

    private void Scalar(IConfigurationSection section, Type type, string expected)
    {
        foreach (var child in section.GetChildren()) Unknown.Add(child.Path);
        if (!Scalars.Fits(section.Value, type)) Errors.Add((section.Path, $"must be {expected}."));
    }

    private void Property(IConfigurationSection section, Type type)
    {
        var property = type.GetProperty(section.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is { CanWrite: true }) Convertible(section, property.PropertyType);
        else if (!sections.Any(name => IsAtOrAbove(section.Path, name))) Unknown.Add(section.Path);
    }

    private static bool IsAtOrAbove(string path, string section) =>
        (section + ":").StartsWith(path + ":", StringComparison.OrdinalIgnoreCase);

    private static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[^1]
        : null;
}
