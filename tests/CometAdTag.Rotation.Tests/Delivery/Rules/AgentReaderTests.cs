using CometAdTag.Rotation.Delivery.Rules;

namespace CometAdTag.Rotation.Tests.Delivery.Rules;

/// <summary>Names and versions as the ad server's own detector gives them.</summary>
public sealed class AgentReaderTests
{
    private const string WebKit = "AppleWebKit/537.36 (KHTML, like Gecko)";

    [Theory]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/142.0.0.0 Safari/537.36", "Chrome", "142.0.0.0", "Windows", "10.0")]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge", "142.0.0.0", "Windows", "10.0")]
    [InlineData($"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WebKit} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763", "Edge", "18.17763", "Windows", "10.0")]
    [InlineData($"Mozilla/5.0 (X11; Linux x86_64) {WebKit} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0", "Opera", "115.0.0.0", "Linux", "unknown")]
    [InlineData($"Mozilla/5.0 (Linux; Android 14; Pixel 8) {WebKit} Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome", "142.0.0.0", "Android", "14")]
    [InlineData($"Mozilla/5.0 (Linux; Android 9; SM-G960F) {WebKit} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", "SamsungBrowser", "23.0", "Android", "9")]
    [InlineData($"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WebKit} Chrome/142.0.0.0 Safari/537.36", "Chrome", "142.0.0.0", "Chrome OS", "142.0.0.0")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "133.0", "Linux", "unknown")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox", "128.0", "OS X", "10.15")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15", "Safari", "17.4", "OS X", "10.15.7")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1", "Safari", "17.4", "iOS", "17.4")]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 16_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1", "Chrome", "142.0.7444.77", "iOS", "16.6.1")]
    [InlineData("Mozilla/5.0 (Linux; U; Android 4.0.3; de-de) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", "Navigator", "4.0", "Android", "4.0.3")]
    [InlineData("Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16", "Opera Mini", "36.2.2254", "Android", "unknown")]
    [InlineData("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer", "11.0", "Windows", "7")]
    [InlineData("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/7.0; SLCC2)", "Internet Explorer", "11.0", "Windows", "7")]
    [InlineData("Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.0; Trident/5.0)", "Internet Explorer", "9.0", "Windows", "Vista")]
    [InlineData("Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0)", "Internet Explorer", "10.0", "Windows Phone", "8")]
    [InlineData("Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+", "BlackBerry", "10.0.9.2372", "BlackBerry", "10.0.9.2372")]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "unknown", "unknown", "unknown", "unknown")]
    [InlineData("curl/8.5.0", "unknown", "unknown", "unknown", "unknown"), InlineData("", "unknown", "unknown", "unknown", "unknown")]
    public void A_user_agent_names_a_browser_and_a_system(string agent, string browser, string version, string system, string systemVersion)
    {
        Assert.Equal(new(browser, version), BrowserReader.Of(agent));
        Assert.Equal(new(system, systemVersion), SystemReader.Of(agent));
    }
}
