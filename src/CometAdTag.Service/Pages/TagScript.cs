using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace CometAdTag.Service.Pages;

/// <summary>A script of the tag in each form that browsers take: it is the same for everybody, so it is compressed once, and as small as can be; gzip is the build's.</summary>
internal sealed class TagScript
{
    private readonly Form[] forms;

    public TagScript(string file)
    {
        var plain = TagFiles.Read(file);
        Hash = TagFiles.Hash(plain);
        forms = [new("br", Brotli(plain)), new("gzip", TagFiles.Read(file + ".gz")), new("", plain)];
    }

    /// <summary>Of the script itself, whatever its form.</summary>
    public string Hash { get; }

    public IResult Send(HttpContext context, string caching)
    {
        var taken = context.Request.GetTypedHeaders().AcceptEncoding;
        var form = Array.Find(forms, each => each.Coding.Length == 0 || taken.Any(coding => coding.Quality != 0 && coding.Value == each.Coding))!;
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (form.Coding.Length > 0) headers.ContentEncoding = form.Coding;
        return TagFiles.Send(context, form.Bytes, "text/javascript; charset=utf-8", caching);
    }

    private static byte[] Brotli(byte[] plain)
    {
        using var bytes = new MemoryStream();
        using (var to = new BrotliStream(bytes, CompressionLevel.SmallestSize)) to.Write(plain);
        return bytes.ToArray();
    }

    private sealed record Form(string Coding, byte[] Bytes);
}
