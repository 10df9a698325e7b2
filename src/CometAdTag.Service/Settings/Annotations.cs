using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace CometAdTag.Service.Settings;

/// <summary>Holds options, and the options in them, against their annotations and their own Validate.</summary>
internal static class Annotations
{
    /// <summary>Every key that is wrong, and what it must be.</summary>
    public static IEnumerable<(string Key, string Error)> Check(object options, string path)
    {
        if (Scalars.Expected(options.GetType()) is not null) return [];
        if (options is IDictionary map) return map.Keys.Cast<object>().SelectMany(key => Nested(map[key], $"{path}:{key}"));
        if (options is IEnumerable list) return list.Cast<object?>().SelectMany((item, index) => Nested(item, $"{path}:{index}"));
        return Properties(options, path).Concat(Own(options, path));
    }

    private static IEnumerable<(string, string)> Properties(object options, string path)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(each => each.CanWrite))
        {
            var (key, value) = ($"{path}:{property.Name}", property.GetValue(options));
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
                if (!rule.IsValid(value)) yield return (key, Said(rule, key));
            foreach (var error in Nested(value, key)) yield return error;
        }
    }

    private static IEnumerable<(string, string)> Own(object options, string path) =>
        from result in (options as IValidatableObject)?.Validate(new ValidationContext(options)) ?? []
        where result != ValidationResult.Success
        from member in result.MemberNames.DefaultIfEmpty()
        select (member is null ? path : $"{path}:{member}", result.ErrorMessage ?? "is not valid.");

    private static IEnumerable<(string, string)> Nested(object? value, string path) => value is null ? [] : Check(value, path);

    private static string Said(ValidationAttribute rule, string key) => rule switch
    {
        RangeAttribute range => $"must be between {range.Minimum} and {range.Maximum}.",
        RequiredAttribute => "must be given.",
        _ => rule.FormatErrorMessage(key),
    };
}
