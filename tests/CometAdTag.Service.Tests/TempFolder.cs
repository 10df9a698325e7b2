using System.Collections.Concurrent;

namespace CometAdTag.Service.Tests;

/// <summary>A folder of its own for a test, gone when the test is over.</summary>
internal sealed class TempFolder : IDisposable
{
    private static readonly ConcurrentBag<string> UntilTheEnd = [];

    static TempFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var path in UntilTheEnd.Where(Directory.Exists)) Directory.Delete(path, recursive: true);
    };

    public string Path { get; } = Directory.CreateTempSubdirectory("cometadtag-").FullName;

    /// <summary>One that several services use one after the other: gone when all tests are over.</summary>
    public static string Shared()
    {
        var path = Directory.CreateTempSubdirectory("cometadtag-").FullName;
        UntilTheEnd.Add(path);
        return path;
    }

    public string File(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
