using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Settings;

/// <summary>One option of the options classes: its key, with [] for an item of a list and * for a name of the user's, and its default.</summary>
internal sealed record Option(string Key, PropertyInfo Property, object? Default)
{
    public static IEnumerable<Option> Of(SettingsSection section) => Of(section.Name, section.Type, Activator.CreateInstance(section.Type)!);

    /// <summary>As JSON Schema calls it.</summary>
    public string Type => (Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType) switch
    {
        var type when type == typeof(bool) => "boolean",
        var type when type == typeof(int) => "integer",
        var type when type == typeof(double) => "number",
        var type when Scalars.Expected(type) is not null => "string",
        var type when type.IsAssignableTo(typeof(IDictionary)) => "object",
        var type when type.IsAssignableTo(typeof(IEnumerable)) => "array",
        _ => "object",
    };

    /// <summary>As it is written in JSON; null when there is none.</summary>
    public string? DefaultText => Default switch
    {
        null => null,
        Enum or bool => Default.ToString()!.ToLowerInvariant(),
        TimeSpan time => time.ToString("c"),
        string text => text,
        IDictionary { Count: 0 } => "{}",
        IList { Count: 0 } => "[]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The bounds of a number.</summary>
    public (string, string)? Range => Property.GetCustomAttribute<RangeAttribute>() is { } range && range.OperandType != typeof(TimeSpan)
        ? (Convert.ToString(range.Minimum, CultureInfo.InvariantCulture)!, Convert.ToString(range.Maximum, CultureInfo.InvariantCulture)!)
        : null;

    private static IEnumerable<Option> Of(string path, Type type, object owner) =>
        from property in type.GetProperties().Where(property => property.CanWrite)
        let option = new Option($"{path}:{property.Name}", property, property.GetValue(owner))
        from each in option.Below().Prepend(option)
        select each;

    private IEnumerable<Option> Below()
    {
        var type = Property.PropertyType;
        var item = type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[^1] : type;
        if (Scalars.Expected(item.IsArray ? item.GetElementType()! : item) is not null) return [];
        return item == type ? Of(Key, type, Default!) : Of(Key + (Type == "array" ? ":[]" : ":*"), item, Activator.CreateInstance(item)!);
    }
}
