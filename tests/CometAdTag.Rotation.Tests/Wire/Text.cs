using System.Text;
using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

/// <summary>Frames as text, and what the reader says of them.</summary>
internal static class Text
{
    public const string Hello = """{"type":"hello","v":1,"url":"https://news.example/","slots":[]}""";

    public const string FullHello =
        """
        {"type":"hello","v":1,"page":"p1","url":"https://news.example/a?b#c","referrer":"https://search.example/","visible":true,
        "slots":[{"slot":"top","zone":"5","w":728,"h":90,"inView":true},{"slot":"side","zone":"6","w":0,"h":0,"inView":false}],
        "viewer":"blob","resume":[{"slot":"top","token":"t1","rendered":true,"viewable":true,"shown":12345}],
        "receipts":[{"n":1,"token":"t1","stage":"ended","shown":12345,"reason":"unload"}],
        "events":[{"name":"score","trigger":"user","slots":["top"]},{"name":"goal","trigger":"event"}],
        "consent":{"storage":true,"gpc":true,"tcString":"tc","gppString":"gpp"},"variables":{"section":"sport"},"source":"app"}
        """;

    public static T Read<T>(string json)
        where T : PageFrame
    {
        var frame = PageFrames.Read(Encoding.UTF8.GetBytes(json), out var error);
        Assert.Equal("", error);
        return Assert.IsType<T>(frame);
    }

    public static void Read(string json)
    {
        Assert.NotNull(PageFrames.Read(Encoding.UTF8.GetBytes(json), out var error));
        Assert.Equal("", error);
    }

    public static string Error(string json) => Error(Encoding.UTF8.GetBytes(json));

    public static string Error(byte[] json)
    {
        Assert.Null(PageFrames.Read(json, out var error));
        Assert.InRange(error.Length, 1, 243);
        Assert.DoesNotContain("CometAdTag", error, StringComparison.Ordinal);
        return error;
    }

    /// <summary>The minimal hello with one more member.</summary>
    public static string HelloWith(string member, string value) => $$"""{{Hello[..^1]}},"{{member}}":{{value}}}""";

    public static string Quoted(char letter, int length) => $"\"{new string(letter, length)}\"";

    public static string List(int count, Func<int, string> item) => $"[{string.Join(',', Enumerable.Range(0, count).Select(item))}]";
}
