using CometAdTag.Rotation.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class WebOriginTests
{
    [Theory]
    [InlineData("https://a.example/x?y#z", "https://a.example")]
    [InlineData("HTTPS://A.Example:443/", "https://a.example")]
    [InlineData("http://a.example:80", "http://a.example")]
    [InlineData("http://a.example:443/", "http://a.example:443")]
    [InlineData("https://a.example:8443/", "https://a.example:8443")]
    [InlineData("https://user:secret@a.example/", "https://a.example")]
    [InlineData("http://127.0.0.1:8080/demo", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/demo", "http://[::1]:8080")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example")]
    [InlineData("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example")]
    public void An_origin_is_as_browsers_write_it(string url, string origin) => Assert.Equal(origin, WebOrigin.Of(url));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("/path")]
    [InlineData("a.example")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://a b/")]
    [InlineData("http://a:99999/")]
    [InlineData("ftp://a.example/")]
    [InlineData("file:///etc/hosts")]
    [InlineData("blob:http://a.example/1")]
    [InlineData("data:text/html,x")]
    [InlineData("about:blank")]
    [InlineData("https://a.example\u0608/x")]
    public void What_is_no_web_address_has_no_origin(string url) => Assert.Null(WebOrigin.Of(url));

    [Fact]
    public void Any_text_has_an_origin_of_its_own_or_none_and_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            foreach (var url in new[] { text ?? "", "http://" + text, "https://" + text + ":8/x" })
                if (WebOrigin.Of(url) is { } origin) Assert.Equal(origin, WebOrigin.Of(origin));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
