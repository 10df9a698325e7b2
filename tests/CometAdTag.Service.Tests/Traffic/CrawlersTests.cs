using System.Text.Json;
using CometAdTag.Service.Traffic;

namespace CometAdTag.Service.Tests.Traffic;

public sealed class CrawlersTests
{
    private static readonly Crawlers Known = Crawlers.Known();

    [Fact]
    public void Every_crawler_that_the_list_gives_as_an_example_is_found()
    {
        using var file = typeof(Crawlers).Assembly.GetManifestResourceStream("crawler-user-agents.json")!;
        using var list = JsonDocument.Parse(file);
        string[] agents = [.. list.RootElement.EnumerateArray().SelectMany(crawler => crawler.GetProperty("instances").EnumerateArray()).Select(agent => agent.GetString()!)];

        Assert.True(agents.Length > 2_000 && Known.Count > 1_400);
        Assert.Equal(["AP3A.240617.008"], agents.Where(agent => !Known.Contain(agent)).Select(agent => agent[agent.IndexOf("AP3A", StringComparison.Ordinal)..agent.IndexOf(';', agent.IndexOf("AP3A", StringComparison.Ordinal))]));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 YaBrowser/25.8.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 Ddg/18.5")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/394.0.826 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/540.0.0.41;FBBV/8;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.6;FBSS/3;FBLC/de_DE;FBOP/80]")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22G86 Instagram 406.0.0.30.93 (iPhone14,5; iOS 18_6; de_DE; de; scale=3.00; 1170x2532; IABMV/1; 1)")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22G86 [Pinterest/iOS]")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.31.5")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Snapchat/13.60.0.39 (like Safari/8621.3.11.10.3, panda)")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/11.25")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36")]
    [InlineData("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.142 Mobile Safari/537.36 Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2400; OPPO; CPH2557; OP573DL1; mt6833; en_MY; 822918295; IABMV/1) NV/1")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.102 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/540.0.0.43.109;IABMV/1;]")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.7390.122 Mobile Safari/537.36 trill_400603 JsSdk/1.0 NetType/WIFI Channel/googleplay BytedanceWebview/d8a21c6")]
    [InlineData("Mozilla/5.0 (Linux; Android 13; M2101K6G Build/TKQ1.221013.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 MicroMessenger/8.0.61.2880(0x28003D34) WeChat/arm64 Weixin NetType/4G Language/en")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-S911N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36 NAVER(inapp; search; 2000; 12.14.3)")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; SM-S911N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36;KAKAOTALK 2510630")]
    [InlineData("Mozilla/5.0 (Linux; Android 9; AFTKA) AppleWebKit/537.36 (KHTML, like Gecko) Silk/141.6.4 like Chrome/141.0.7390.122 Safari/537.36")]
    [InlineData("Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/6.0 TV Safari/537.36")]
    [InlineData("Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.211 Safari/537.36 WebAppManager")]
    [InlineData("Mozilla/5.0 (PlayStation; PlayStation 5/9.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15")]
    public void A_browser_that_people_use_is_none(string agent) => Assert.False(Known.Contain(agent));

    [Theory]
    [InlineData("a.b", "xa.by", true)]
    [InlineData(@"a\.b", "xacby", false)]
    [InlineData(@"a\.b", "xa.by", true)]
    [InlineData(@"^a\/", "xa/", false)]
    [InlineData(@"^a\/", "a/1", true)]
    [InlineData(@"a\d", "ad", false)]
    [InlineData(@"a\d", "a1", true)]
    [InlineData("[wW]get", "a Wget b", true)]
    [InlineData("Wget", "a wget b", false)]
    public void A_pattern_means_what_the_expression_means(string pattern, string agent, bool isFound) =>
        Assert.Equal(isFound, new Crawlers([pattern]).Contain(agent));

    [Fact]
    public void The_licence_of_the_list_goes_with_the_program()
    {
        var licence = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "licenses", "crawler-user-agents.txt"));
        Assert.Contains("Martin Monperrus", licence, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", licence, StringComparison.Ordinal);
    }
}
