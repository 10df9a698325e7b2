using System.Text;
using CometAdTag.Rotation.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class PageFramePropertyTests
{
    private static readonly string[] Frames =
    [
        Text.Hello, Text.FullHello, """{"type":"bye"}""",
        """{"type":"slots","add":[{"slot":"a","zone":"1","w":300,"h":250,"inView":true}],"remove":["b"]}""",
        """{"type":"view","visible":true,"slots":{"a":true,"b":false}}""",
        """{"type":"page","url":"https://a.example/","referrer":"r","variables":{"k":"v"},"consent":{"gpc":true}}""",
        """{"type":"event","name":"goal","trigger":"user","slots":["a"]}""",
        """{"type":"receipt","n":1,"token":"t","stage":"ended","shown":5,"reason":"hidden"}""",
        """{"viewer":"v","receipts":[{"n":1,"token":"t","stage":"ended","shown":5,"reason":"hidden"}]}""",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1.5", "1e999", "123456789012345678901234567890", "\"\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"",
        "[]", "[null]", "[[]]", "[{}]", "{}", "{\"\":null}", "{\"a\":[]}", "[1,\"x\",null]", "x", "",
    ];

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), IsReadOrRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Any_text_is_read_or_refused_as_a_frame_and_as_any_member_of_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            IsReadOrRefused(Encoding.UTF8.GetBytes(text ?? ""));
            IsReadOrRefused(Encoding.UTF8.GetBytes("{\"type\":" + text + "}"));
            IsReadOrRefused(Encoding.UTF8.GetBytes("{\"type\":\"" + text + "\"}"));
            IsReadOrRefused(Encoding.UTF8.GetBytes(Text.HelloWith("url", "\"https://" + text + "\"")));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void A_frame_with_any_bytes_changed_is_read_or_refused_and_never_throws() =>
        Prop.ForAll(Arb.From(Gen.Elements(Frames)), ArbMap.Default.ArbFor<(int At, byte Value)[]>(), (frame, changes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(frame);
            foreach (var (at, value) in changes) bytes[(int)((uint)at % (uint)bytes.Length)] = value;
            IsReadOrRefused(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void A_frame_cut_anywhere_is_refused()
    {
        foreach (var frame in Frames)
        {
            var bytes = Encoding.UTF8.GetBytes(frame);
            for (var length = 0; length < bytes.Length; length++) Text.Error(bytes[..length]);
        }
    }

    [Fact]
    public void Any_value_in_place_of_any_other_is_read_or_refused_and_never_throws()
    {
        foreach (var frame in Frames)
            foreach (var (start, end) in ValuesOf(frame))
                foreach (var value in Values) IsReadOrRefused(Encoding.UTF8.GetBytes(frame[..start] + value + frame[end..]));
    }

    /// <summary>Where the text, numbers, lists and objects of a frame stand.</summary>
    private static IEnumerable<(int Start, int End)> ValuesOf(string frame)
    {
        for (var start = 0; start < frame.Length; start++)
        {
            if (start > 0 && frame[start - 1] is not (':' or '[' or ',' or '{')) continue;
            for (var end = start + 1; end <= frame.Length; end++)
                if (IsJson(frame[start..end])) yield return (start, end);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static void IsReadOrRefused(byte[] json)
    {
        Assert.Equal(PageFrames.Read(json, out var error) is null, error.Length > 0);
        Assert.InRange(error.Length, 0, 243);
        Assert.Equal(PageFrames.ReadReceipts(json, out error) is null, error.Length > 0);
        Assert.InRange(error.Length, 0, 243);
    }
}
