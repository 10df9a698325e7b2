using System.Text;

namespace CometAdTag.Browser.Tests.Harness;

/// <summary>The list by which Chromium knows ads, as its component updater brings it: here of one rule, in the encoding of Chromium's rules.proto.</summary>
internal static class AdRules
{
    private const string Version = "9.9.9", Manifest = $$"""{ "manifest_version": 2, "name": "Subresource Filter Rules", "version": "{{Version}}", "ruleset_format": 1 }""";

    /// <summary>Puts it into a profile, before Chromium starts with that: what has the text in its url is an ad.</summary>
    public static async Task Write(string profile, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(profile, "Subresource Filter", "Unindexed Rules", Version)).FullName;
        // Blocks from any source, all kinds of elements, a part of the url without anchors
        byte[] rule = [0x08, 1, 0x10, 1, 0x18, 0xFF, 0x3F, 0x30, 1, 0x38, 1, 0x40, 1, .. WithLength(0x52, Encoding.ASCII.GetBytes(text))];
        var chunk = WithLength(0x0A, rule);
        await File.WriteAllBytesAsync(Path.Combine(folder, "Filtering Rules"), [(byte)chunk.Length, .. chunk]);
        await File.WriteAllTextAsync(Path.Combine(folder, "LICENSE"), "");
        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), Manifest);
    }

    /// <summary>Waits until Chromium has taken it.</summary>
    public static Task Taken(string profile)
    {
        var indexed = Path.Combine(profile, "Subresource Filter", "Indexed Rules");
        return Bound.Until(
            () => Task.FromResult(Directory.Exists(indexed) && Directory.EnumerateFiles(indexed, "Ruleset Data", SearchOption.AllDirectories).Any()),
            () => Task.FromResult("Chromium did not take the list of ads"));
    }

    private static byte[] WithLength(byte field, byte[] value) => [field, (byte)value.Length, .. value];
}
