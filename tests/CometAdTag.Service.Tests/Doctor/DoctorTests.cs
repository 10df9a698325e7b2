using System.Security.Cryptography;
using CometAdTag.Service.Doctor;
using Microsoft.AspNetCore.Http;

namespace CometAdTag.Service.Tests.Doctor;

/// <summary>The command on pages of a real server and a real service, with nothing between them.</summary>
public sealed class DoctorTests(Surgery surgery) : IClassFixture<Surgery>
{
    private string Service => surgery.Service.Address.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_page_on_which_all_is_well_passes_and_nothing_is_pushed_to_it()
    {
        var (code, said) = await Surgery.Look(surgery.Page);

        Assert.Equal(0, code);
        var subjects = said.Split('\n').Where(line => line.StartsWith("ok ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        Assert.Equal(["page", "tag", "slots", "policy", "script", "frame", "origin", "zones", "clock", "receipts", "socket", "stream", "poll"], subjects);
        Assert.EndsWith("All is well.\n", said, StringComparison.Ordinal);
        Assert.Equal(0, await surgery.Service.Metric("comet_impressions_total"));
        Assert.Equal(0, await surgery.Service.Metric("comet_decisions_total"));
    }

    [Fact]
    public async Task A_page_whose_own_code_loads_the_tag_is_looked_at_with_the_service_named()
    {
        var page = surgery.Publisher.Page("<ins data-comet-zone=top></ins>");
        Surgery.IsWrong(await Surgery.Look(page), "tag", "no script .../comet.js", "--service=");
        Assert.Equal(0, (await Surgery.Look(page, $"--service={Service}/")).Code);
    }

    [Theory]
    [InlineData("""<script src="https://revive.example/www/delivery/asyncjs.php"></script>""", "tag", "loads Revive's own script, https://revive.example/www/delivery/asyncjs.php", "in its place")]
    [InlineData("""<script type=module src="{service}/comet.js"></script>""", "tag", "type=\"module\"", "<script async src=\"{service}/comet.js\"></script>")]
    [InlineData("""<script src="{service}/comet.js"></script><script src="https://other.example/comet.js"></script>""", "tag", "two services", "leave one of them out")]
    [InlineData("""<script src="{service}/comet.js"></script><comet-ad zone="none"></comet-ad><comet-ad zone="top"></comet-ad>""", "zones", "does not know none", "data-comet-zone")]
    [InlineData("""<script src="{service}/comet.js"></script><ins data-comet-zone=""></ins>""", "slots", "no zone id: \"\"", "1 to 64 characters")]
    [InlineData("""<script src="{service}/comet.js"></script><ins data-revive-zoneid="none"></ins>""", "origin", "refused: zones: none of none is known", "data-comet-zone")]
    [InlineData("""<script src="{service}/comet.js?" integrity="sha384-AAAA" crossorigin></script>""", "tag", "integrity of /comet.js", "leave integrity out")]
    [InlineData("""<script src="http://127.0.0.1:9/comet.js"></script>""", "script", "no connection to 127.0.0.1:9", "does it run")]
    [InlineData("""<script src="http://nobody.invalid/comet.js"></script>""", "script", "the name nobody.invalid is not known", "typing mistake")]
    [InlineData("""<base href="{service}"><script src="/health/comet.js"></script>""", "script", "404 NotFound, of no type: that is not the service's answer", "proxy_pass")]
    public async Task What_is_wrong_in_the_page_is_named_with_what_mends_it(string html, string subject, string what, string fix)
    {
        var page = surgery.Publisher.Page(html.Replace("{service}", Service, StringComparison.Ordinal));
        var look = await Surgery.Look(page);
        // An integrity that names the wrong file is no less wrong because it names the wrong hash
        if (subject == "tag" && what.Contains("integrity", StringComparison.Ordinal)) look.Said = look.Said.Replace("WRONG  script", "also   script", StringComparison.Ordinal);
        Surgery.IsWrong(look, subject, what, fix.Replace("{service}", Service, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_another_hash_than_the_page_says_is_named_with_the_right_one()
    {
        using var client = new HttpClient { BaseAddress = surgery.Service.Address };
        var tag = await client.GetByteArrayAsync("/comet.js");
        var name = $"{Service}/comet.{Convert.ToHexStringLower(SHA256.HashData(tag))[..16]}.js";
        var right = $"sha384-{Convert.ToBase64String(SHA384.HashData(tag))}";

        Assert.Equal(0, (await Surgery.Look(Page(right))).Code);
        Surgery.IsWrong(await Surgery.Look(Page($"sha384-{new string('A', 64)}")), "script", "not what integrity says", right);

        Uri Page(string integrity) => surgery.Publisher.Page($"""<script src="{name}" integrity="{integrity}" crossorigin="anonymous"></script>""");
    }

    [Fact]
    public async Task A_website_that_the_service_does_not_know_is_named_as_it_is_to_be_set()
    {
        var other = new UriBuilder(surgery.Page) { Host = "localhost" }.Uri;
        Surgery.IsWrong(await Surgery.Look(other), "origin", "the Origin http://localhost:", $"\"Pages\": {{ \"AllowedOrigins\": [\"{other.GetLeftPart(UriPartial.Authority)}\"] }}");
    }

    [Fact]
    public async Task The_pages_policy_is_held_against_what_the_tag_needs()
    {
        var page = surgery.Publisher.Page(Surgery.Html(surgery.Service.Address), ("Content-Security-Policy", $"default-src 'self' {Service} ws://{surgery.Service.Address.Authority}; frame-src 'none'"));
        Surgery.IsWrong(await Surgery.Look(page), "policy", "frame-src does not allow the frames of creatives", $"Content-Security-Policy: frame-src {Service}");
    }

    [Fact]
    public async Task Creatives_with_an_origin_of_their_own_are_looked_for_there_too()
    {
        var host = $"http://localhost:{surgery.Service.Address.Port}";
        var page = surgery.Publisher.Page(Surgery.Html(surgery.Service.Address), ("Content-Security-Policy", $"frame-src {Service}"));
        var look = await Surgery.Look(page, $"--creatives={host}");
        Surgery.IsWrong(look, "policy", "frame-src does not allow the frames of creatives", $"Content-Security-Policy: frame-src {Service} {host}");
        Assert.Contains($"ok     frame      creatives are framed, with the origin {host}/\n", look.Said, StringComparison.Ordinal);
        Surgery.IsWrong(await Surgery.Look(surgery.Page, $"--creatives={Service}"), "frame", "is not the service's", "Creatives:Origin");
    }

    [Fact]
    public async Task A_clock_that_is_off_is_named_with_how_far_it_is()
    {
        var look = await Surgery.Doctor(new SlowClock(TimeSpan.FromSeconds(90)), surgery.Page.ToString(), "--wait=1");
        Surgery.IsWrong(look, "clock", " s ahead of this machine's", "timedatectl");
        Assert.Matches("is (8[5-9]|9[01]) s ahead", look.Said);
    }

    [Fact]
    public async Task Redirects_are_followed_on_the_pages_own_host_only()
    {
        var page = surgery.Page;
        var near = surgery.Publisher.Put(context => Redirect(context, page.AbsolutePath));
        var far = surgery.Publisher.Put(context => Redirect(context, "http://elsewhere.example/news"));
        var round = surgery.Publisher.Put(context => Redirect(context, context.Request.Path));

        Assert.Equal(0, (await Surgery.Look(near)).Code);
        Surgery.IsWrong(await Surgery.Look(far), "page", "302 Found, to http://elsewhere.example/news", "doctor http://elsewhere.example/news");
        Surgery.IsWrong(await Surgery.Look(round), "page", "redirects more than 5 times", "where it ends");
    }

    [Fact]
    public async Task A_page_that_cannot_be_read_ends_it()
    {
        Surgery.IsWrong(await Surgery.Look(new(surgery.Publisher.Address, "/nothing")), "page", "404 NotFound", "a page that shows ads");
        Surgery.IsWrong(await Surgery.Look(new(surgery.Service.Address, "/comet.js")), "page", "no HTML but text/javascript", "a page that shows ads");
        var endless = surgery.Publisher.Page(new string('x', (4 << 20) + 1));
        Surgery.IsWrong(await Surgery.Look(endless), "page", "longer than 4096 KiB", "the right address");
        await using var cut = new RawServer("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>", closes: true);
        Surgery.IsWrong(await Surgery.Look(cut.Address), "page", "was cut off", "find out what ends the answer");
    }

    [Fact]
    public async Task What_a_page_writes_cannot_move_the_cursor()
    {
        var page = surgery.Publisher.Page(Surgery.Html(surgery.Service.Address, "<ins data-comet-zone='\u001b[2Jtop\u009b'></ins>"));
        var (_, said) = await Surgery.Look(page);
        Assert.Contains(" [2Jtop ", said, StringComparison.Ordinal);
        Assert.DoesNotContain(said, letter => char.IsControl(letter) && letter != '\n');
    }

    [Theory]
    [InlineData("Say which page: its URL.")]
    [InlineData("news is no http or https URL.", "news")]
    [InlineData("Not understood: doctor --quick", "--quick")]
    [InlineData("Not understood: doctor http://a.example http://b.example", "http://a.example", "http://b.example")]
    [InlineData("--service=ads: no http or https URL.", "http://a.example", "--service=ads")]
    [InlineData("--creatives=: no http or https URL.", "http://a.example", "--creatives=")]
    [InlineData("--wait=91: not 1 to 90 seconds.", "http://a.example", "--wait=91")]
    [InlineData("--wait=0: not 1 to 90 seconds.", "http://a.example", "--wait=0")]
    [InlineData("Not understood: doctor http://a.example --wait=2", "http://a.example", "--wait=1", "--wait=2")]
    public async Task What_is_not_understood_is_answered_with_the_help(string why, params string[] words)
    {
        var (code, said) = await Surgery.Doctor(TimeProvider.System, words);
        Assert.Equal(2, code);
        Assert.StartsWith(why + "\n\n", said, StringComparison.Ordinal);
        Assert.EndsWith((await Surgery.Doctor(TimeProvider.System, "--help")).Said, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_itself_takes_the_command_and_starts_no_service()
    {
        using var folder = new TempFolder();
        var (code, output) = await Tool.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), "doctor", $"{surgery.Publisher.Address}nothing"], folder: folder.Path);
        Assert.Equal(1, code);
        Assert.StartsWith("WRONG  page       404 NotFound\n", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task For_a_public_page_nothing_is_asked_that_only_this_network_reaches()
    {
        using var visitor = new Visitor(TimeProvider.System);
        await visitor.Get(surgery.Page, 1 << 20, CancellationToken.None);
        Assert.False(visitor.ReachedPublic);
        visitor.PublicOnly = true;
        var refused = await Assert.ThrowsAsync<UnreachableException>(() => visitor.Get(surgery.Service.Address, 1 << 20, CancellationToken.None));
        Assert.Equal("127.0.0.1 is 127.0.0.1, which viewers of a public page do not reach", refused.Message);
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    /// <summary>This machine's, if it were slow.</summary>
    private sealed class SlowClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
