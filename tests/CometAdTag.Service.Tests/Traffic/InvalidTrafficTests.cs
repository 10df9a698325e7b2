using System.Globalization;
using System.Text.Json;
using CometAdTag.Service.Tests.Pages;

namespace CometAdTag.Service.Tests.Traffic;

/// <summary>R13: what no person looks at is served, and never counted.</summary>
public sealed class InvalidTrafficTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("socket", Agents.Googlebot, "bot")]
    [InlineData("stream", Agents.Googlebot, "bot")]
    [InlineData("poll", Agents.Googlebot, "bot")]
    [InlineData("socket", "", "no_agent")]
    [InlineData("stream", "NewsApp/7.1 (iPhone; iOS 18.6)", "no_agent")]
    [InlineData("poll", "", "no_agent")]
    [InlineData("poll", "curl/8.14.1", "bot")]
    public async Task A_page_of_no_person_is_served_and_never_counted(string transport, string agent, string reason)
    {
        await using var service = RunningService.Start();
        await using var page = await TestPage.Open(service, transport, page => page.Agent = agent, "a:1", "b:2");
        var ad = await page.Ad("a");
        await page.Ad("b");

        Assert.Equal(reason, await page.Report(ad, "rendered"));
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(reason, await page.Report(ad, "viewable"));

        Assert.Equal(0, await service.Metric("comet_impressions_total"));
        Assert.Equal(2, await service.Metric("comet_receipts_refused_total", $"reason=\"{reason}\""));
        var row = Assert.Single(await service.Report("zone"));
        Assert.Equal(("1", 0, 0, 0, 2), (row.Text("zone"), Number(row, "served"), Number(row, "rendered"), Number(row, "viewable"), Number(row, "refused")));
    }

    [Fact]
    public async Task Its_token_is_worth_nothing_to_a_person_either()
    {
        await using var service = RunningService.Start();
        await using var bot = await TestPage.Open(service, "socket", page => page.Agent = Agents.Googlebot, "a:1");
        var token = (await bot.Ad("a")).Text("token");
        await using var person = await TestPage.Open(service, "socket", "a:1");
        var ad = await person.Ad("a");

        Assert.Equal("origin", await person.Report(ad, "rendered", token: token));
        Assert.Equal("", await person.Report(ad, "rendered"));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_comes_back_as_somebody_else_begins_anew_and_served_is_never_less_than_rendered(string transport)
    {
        await using var service = RunningService.Start();
        var bot = await TestPage.Open(service, transport, page => page.Agent = Agents.Googlebot, "a:1");
        var unseen = await bot.Ad("a");
        await using var person = await bot.OpenedAgain(service, transport);
        var ad = await person.Ad("a");

        Assert.NotEqual(unseen.Text("id"), ad.Text("id"));
        Assert.Equal("", await person.Report(ad, "rendered"));
        Assert.Equal("origin", await person.Report(unseen, "rendered"));
        Assert.Equal(1, await service.Metric("comet_impressions_total", "stage=\"served\""));
        Assert.Equal(1, await service.Metric("comet_impressions_total", "stage=\"rendered\""));
        await bot.Lose();
    }

    [Fact]
    public async Task An_agent_that_the_settings_allow_counts()
    {
        await using var service = RunningService.Start(data: null, ("InvalidTraffic:AllowedAgents:0", "OurTests/"));
        await using var page = await TestPage.Open(service, "socket", page => page.Agent = Agents.Googlebot + " OurTests/1", "a:1");
        Assert.Equal("", await page.Report(await page.Ad("a"), "rendered"));
    }

    [Theory]
    [InlineData("true", "")]
    [InlineData("false", "bot")]
    public async Task A_browser_without_a_screen_counts_only_where_the_demo_is_on(string demo, string reason)
    {
        await using var service = RunningService.Start(data: null, ("Demo:Enabled", demo));
        await using var page = await TestPage.Open(service, "socket", page => page.Agent = RunningService.UserAgent + " HeadlessChrome/142.0.0.0", "a:1");
        Assert.Equal(reason, await page.Report(await page.Ad("a"), "rendered"));
    }

    [Fact]
    public async Task Neither_agent_nor_address_is_kept()
    {
        await using var service = RunningService.Start();
        await using var page = await TestPage.Open(service, "socket", page => page.Agent = Agents.Googlebot, "a:1");
        await page.Report(await page.Ad("a"), "rendered");
        Assert.NotEmpty(await service.Report("zone"));

        var files = Directory.GetFiles(Path.Combine(service.Data, "data", "ledger"), "*.db*");
        Assert.Contains(files, file => Text(file).Contains("refused", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("Googlebot", Text(file), StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("127.0.0.1", Text(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_of_a_data_centre_is_a_bot_and_a_changed_file_is_followed_unless_it_is_wrong()
    {
        var ranges = folder.File("ranges.txt", "127.0.0.0/8 # loopback\n::1");
        await using var service = RunningService.Start(data: null, ("InvalidTraffic:Ranges", ranges));
        Assert.Equal("bot", await Said(service));

        folder.File("ranges.txt", "127.0.0.0/8\nnowhere\n");
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("bot", await Said(service));

        folder.File("ranges.txt", "192.0.2.0/24\n");
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("", await Said(service));
    }

    [Fact]
    public async Task A_file_with_mistakes_ends_the_start_and_names_them()
    {
        folder.File("ranges.txt", "192.0.2.0/24\n192.0.2.0/40\n\nhere\n");
        folder.File("config/cometadtag.json", """{ "InvalidTraffic": { "Ranges": "ranges.txt" } }""");
        var (exitCode, output) = await Tool.Run(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), "--Urls=http://127.0.0.1:0"], folder: folder.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("InvalidTraffic:Ranges names ranges.txt: line 2: \"192.0.2.0/40\" is no network", output, StringComparison.Ordinal);
        Assert.Contains("line 4: \"here\" is no network", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_fetched_or_rendered_ahead_gets_nothing_before_it_is_seen()
    {
        await using var service = RunningService.Start();
        await using var ahead = await PageSocket.Open(service, ("Sec-Purpose", "prefetch;prerender"));
        await ahead.Say(PageSocket.HelloOf("a:1"));
        await ahead.Next("ready");
        Assert.Equal(0, await service.Metric("comet_impressions_total"));

        await ahead.Say("""{"type":"view","visible":true}""");
        var ad = await ahead.Next("ad");
        Assert.Equal(1, (await ahead.Report(1, ad, "rendered")).GetProperty("acked").GetArrayLength());
        Assert.Equal(1, await service.Metric("comet_impressions_total", "stage=\"served\""));
    }

    [Theory, OnEachTransport]
    public async Task A_page_that_was_never_seen_gets_nothing(string transport)
    {
        await using var service = RunningService.Start();
        await using var page = await TestPage.OpenUnseen(service, transport, visible: false, "a:1");
        await page.Event("user");
        await page.Navigate(RunningService.Origin + "/next");
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await page.None("ad");
        await page.Lose();
        Assert.Equal(0, await service.Metric("comet_decisions_total"));
        Assert.Equal(0, await service.Metric("comet_impressions_total"));
    }

    [Theory]
    [InlineData(1, 1, "too_small")]
    [InlineData(1, 0, "too_small")]
    [InlineData(0, 0, null)]
    [InlineData(300, 250, null)]
    public async Task A_slot_that_nobody_can_see_gets_nothing(int width, int height, string? reason)
    {
        // What is in it would fit everywhere
        var feed = TestFeed.Json
            .Replace("\"width\": 300, \"height\": 250", "\"width\": 1, \"height\": 1", StringComparison.Ordinal)
            .Replace("Rectangle\", \"width\": 1, \"height\": 1", "Rectangle\", \"width\": -1, \"height\": -1", StringComparison.Ordinal);
        await using var service = RunningService.Start(data: null, ("AdServer:Feed:Location", folder.File("tiny.json", feed)));
        await using var page = await PageSocket.Open(service);
        await page.Say(PageSocket.HelloOf("a:1").Replace("\"w\":0,\"h\":0", string.Create(CultureInfo.InvariantCulture, $"\"w\":{width},\"h\":{height}"), StringComparison.Ordinal));
        if (reason is null) await page.Next("ad");
        else Assert.Equal(reason, (await page.Next("empty")).Text("reason"));
        Assert.Equal(reason is null ? 1 : 0, await service.Metric("comet_impressions_total", "stage=\"served\""));
    }

    [Fact]
    public async Task A_page_that_asks_for_more_than_anybody_can_look_at_is_closed()
    {
        await using var service = RunningService.Start();
        await using var page = await PageSocket.Hello(service, "a:1");
        for (var view = 0; view < 12; view++)
        {
            var slots = string.Join(',', Enumerable.Range(0, 150).Select(at => $$"""{"slot":"{{view}}-{{at}}","zone":"1","w":0,"h":0,"inView":true}"""));
            var gone = view == 0 ? "\"a\"" : string.Join(',', Enumerable.Range(0, 150).Select(at => $"\"{view - 1}-{at}\""));
            await page.Say($$"""{"type":"page","url":"{{RunningService.Origin}}/{{view}}"}""");
            await page.Say($$"""{"type":"slots","remove":[{{gone}}],"add":[{{slots}}]}""");
        }

        Assert.Equal("limit", (await page.Next("close")).Text("reason"));
        Assert.InRange(await service.Metric("comet_impressions_total", "stage=\"served\""), 1_000, 1_200);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string> Said(RunningService service)
    {
        await using var page = await TestPage.Open(service, "socket", "a:1");
        return await page.Report(await page.Ad("a"), "rendered");
    }

    private static string Text(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), System.Text.Encoding.Latin1);
        return file.ReadToEnd();
    }

    private static int Number(JsonElement row, string name) => int.Parse(row.Text(name), CultureInfo.InvariantCulture);
}
