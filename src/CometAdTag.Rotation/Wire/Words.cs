using System.Collections.Frozen;
using System.Text;

namespace CometAdTag.Rotation.Wire;

/// <summary>The word of an enum value, the same on the wire, in the log and as metric label: its name in snake case.</summary>
public static class Words
{
    /// <summary>The word of a named value; made once, so a call allocates nothing.</summary>
    public static string Of<T>(T value) where T : struct, Enum =>
        Made<T>.Words.TryGetValue(value, out var word)
            ? word
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(T).Name} has no such value.");

    /// <summary>All words of an enum, in the order of its values.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Made<T>.All;

    /// <summary>AdServerAway becomes ad_server_away.</summary>
    public static string SnakeCase(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }

    private static class Made<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => SnakeCase(value.ToString()));

        public static readonly string[] All = [.. Enum.GetValues<T>().Select(value => Words[value])];
    }
}
