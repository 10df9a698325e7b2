using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace CometAdTag.Service.Tests.Pages;

/// <summary>The tag's files on the wire.</summary>
public sealed class TagTests(SharedService shared) : IClassFixture<SharedService>
{
    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br"), InlineData("gzip, deflate", "gzip"), InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null), InlineData(null, null), InlineData(",;q=x", null)]
    public async Task The_tag_comes_in_the_smallest_form_that_the_browser_takes_and_is_the_same_in_each(string? accepted, string? coding)
    {
        var plain = await (await Get(null)).Content.ReadAsByteArrayAsync();
        using var answer = await Get(accepted);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        await using var sent = await answer.Content.ReadAsStreamAsync();
        await using var read = coding switch { "br" => new BrotliStream(sent, CompressionMode.Decompress), "gzip" => new GZipStream(sent, CompressionMode.Decompress), _ => sent };
        using var bytes = new MemoryStream();
        await read.CopyToAsync(bytes);
        Assert.Equal(plain, bytes.ToArray());
    }

    [Fact]
    public async Task A_browser_that_has_the_tag_in_its_form_is_sent_nothing()
    {
        using var first = await Get("br");
        using var again = await Get("br", first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await Get("gzip", first.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    private async Task<HttpResponseMessage> Get(string? accepted, EntityTagHeaderValue? has = null)
    {
        using var http = new HttpClient { BaseAddress = shared.Service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/comet.js");
        if (accepted is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        if (has is not null) request.Headers.IfNoneMatch.Add(has);
        return await http.SendAsync(request);
    }
}
