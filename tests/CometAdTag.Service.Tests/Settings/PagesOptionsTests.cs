using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Settings;

public sealed class PagesOptionsTests
{
    [Theory]
    [InlineData("https://www.example/")]
    [InlineData("www.example")]
    [InlineData("null")]
    [InlineData("https://WWW.example")]
    public void An_origin_that_no_browser_would_send_is_refused(string origin) =>
        Assert.Equal(["Pages:AllowedOrigins:1"], Wrong(new() { AllowedOrigins = ["*", origin] }));

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/99")]
    [InlineData("")]
    public void A_proxy_that_is_no_address_is_refused(string proxy) =>
        Assert.Equal(["Pages:TrustedProxies:0"], Wrong(new() { TrustedProxies = [proxy] }));

    [Fact]
    public void Origins_and_proxies_as_they_should_be_are_taken() =>
        Assert.Empty(Wrong(new()
        {
            AllowedOrigins = ["*", "https://www.example", "http://www.example:8080", "http://[::1]:8080"],
            TrustedProxies = ["127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"],
        }));

    private static string[] Wrong(PagesOptions options) => [.. Annotations.Check(options, "Pages").Select(error => error.Key)];
}
