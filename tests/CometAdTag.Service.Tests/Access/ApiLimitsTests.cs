using System.Net;
using System.Security.Cryptography;
using System.Text;
using CometAdTag.Service.Tests.Ledger;
using Microsoft.AspNetCore.Builder;

namespace CometAdTag.Service.Tests.Access;

/// <summary>The limiter runs on the machine's clock, so nothing here depends on how fast it is: a limit is met in the end, and others stay open.</summary>
public sealed class ApiLimitsTests : IAsyncLifetime
{
    private const string Report = "/api/v1/report";

    private static readonly string[] TwoKeys = [.. Key(0, "one"), .. Key(1, "two")];

    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_come_again_and_another_key_is_not()
    {
        await using var service = await ApiService.Start(fixture, null, [.. TwoKeys, "--Access:RequestsPerKey=1"]);
        service.Use("one");

        using var refused = await Until(HttpStatusCode.TooManyRequests, service, Report);

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Access:RequestsPerKey", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        service.Use("two");
        using var other = await service.Get(Report);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData(Report)]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/v1/nothing")]
    public async Task An_address_that_asks_too_often_is_refused_whatever_it_asks(string path)
    {
        await using var service = await ApiService.Start(fixture, null, [.. TwoKeys, "--Access:RequestsPerAddress=1"]);
        service.Use("one");
        using var refused = await Until(HttpStatusCode.TooManyRequests, service, path);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Guessing_keys_is_limited_by_address_and_does_not_shut_out_a_known_key()
    {
        await using var service = await ApiService.Start(fixture, null, TwoKeys);
        service.Use("guess");

        using var refused = await Until(HttpStatusCode.TooManyRequests, service, Report);

        Assert.Contains("unknown key", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        service.Use("two");
        using var known = await service.Get(Report);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task Guesses_that_are_refused_use_up_nothing_of_their_address()
    {
        await using var service = await ApiService.Start(fixture, null, [.. TwoKeys, "--Access:RequestsPerAddress=2"]);
        service.Use("guess");
        for (var i = 0; i < 100; i++) (await service.Get(Report)).Dispose();

        service.Use("two");
        for (var i = 0; i < 5; i++)
        {
            using var known = await service.Get(Report);
            Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        }
    }

    [Fact]
    public async Task Without_limits_a_key_may_ask_as_often_as_it_likes()
    {
        await using var service = await ApiService.Start(fixture, null, [.. TwoKeys, "--Access:RequestsPerKey=0", "--Access:RequestsPerAddress=0"]);
        service.Use("one");
        for (var i = 0; i < 1_100; i++)
        {
            using var answer = await service.Get("/api/v1/audit?limit=x");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Other_endpoints_are_not_limited_here()
    {
        await using var service = await ApiService.Start(
            fixture, app => app.MapGet("/comet/v1/x", () => "page"), null, [.. TwoKeys, "--Access:RequestsPerAddress=1"]);
        for (var i = 0; i < 100; i++)
        {
            using var answer = await service.Get("/comet/v1/x");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> Until(HttpStatusCode wanted, ApiService service, string path)
    {
        for (var i = 0; i < 500; i++)
        {
            var answer = await service.Get(path);
            if (answer.StatusCode == wanted) return answer;
            answer.Dispose();
        }
        throw new InvalidOperationException($"500 requests, and none was answered {wanted}");
    }

    private static string[] Key(int place, string key) =>
    [
        $"--Access:Keys:{place}:Name={key}", $"--Access:Keys:{place}:Role=admin",
        $"--Access:Keys:{place}:Sha256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}",
    ];
}
