using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CometAdTag.Service.Tests.Access;

public sealed class ApiProblemsTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();
    private readonly Logs logs = new();
    private ApiService service = null!;

    public async Task InitializeAsync() => service = await ApiService.Start(fixture, app =>
    {
        app.MapPost("/api/v1/body", (Body body) => body.Number);
        app.MapGet("/api/v1/number", (int number) => number);
        app.MapGet("/api/v1/failing", string () => throw new InvalidOperationException("inner secret"));
        app.MapGet("/api/v1/control", () => app.Services.GetRequiredService<ControlFile>().Change("anna", "set", "zone", "5", "1"));
    }, logs);

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await fixture.DisposeAsync();
        logs.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "The server API has no /api/v1/nothing; /openapi/v1.json says what there is.")]
    [InlineData("GET", "/API/v1/nothing", 404, "The server API has no /API/v1/nothing; /openapi/v1.json says what there is.")]
    [InlineData("GET", "/openapi/v2.json", 404, "The server API has no /openapi/v2.json; /openapi/v1.json says what there is.")]
    [InlineData("DELETE", "/api/v1/report", 405, "/api/v1/report takes GET, not DELETE.")]
    [InlineData("GET", "/api/v1/number", 400, "Required parameter \"int number\" was not provided from query string.")]
    [InlineData("GET", "/api/v1/number?number=x", 400, "Failed to bind parameter \"int number\" from \"x\".")]
    public async Task An_error_is_answered_with_problem_details(string method, string path, int status, string detail)
    {
        using var answer = await service.Send(new(method), path);
        await Expect(answer, status, detail);
    }

    [Theory]
    [InlineData("text/plain", "{}", 415, "Send the body as Content-Type: application/json.")]
    [InlineData("application/json", "{", 400, "The body cannot be read as the JSON that is expected: look at $, line 1, character 2.")]
    [InlineData("application/json", "{\"number\":\n \"x\"}", 400, "The body cannot be read as the JSON that is expected: look at $.number, line 2, character 5.")]
    public async Task A_wrong_body_is_refused_with_the_place_that_is_wrong(string type, string body, int status, string detail)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await service.Send(HttpMethod.Post, "/api/v1/body", content);
        await Expect(answer, status, detail);
    }

    [Theory]
    [InlineData(65_536, false, 200)]
    [InlineData(65_537, false, 413)]
    [InlineData(65_537, true, 413)]
    public async Task A_body_has_at_most_64_KiB(int bytes, bool chunked, int status)
    {
        const string start = "{\"number\":1", end = "}";
        using var content = new StringContent(start + new string(' ', bytes - start.Length - end.Length) + end, Encoding.UTF8, "application/json");
        service.Client.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        using var answer = await service.Send(HttpMethod.Post, "/api/v1/body", content);
        if (status == 413) await Expect(answer, status, "A body has at most 65536 bytes.");
        else Assert.Equal("1", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_failure_tells_the_caller_nothing_of_the_program_and_the_log_everything()
    {
        using var answer = await service.Get("/api/v1/failing");
        var body = await Expect(answer, 500, "The cause stands in the log of the service.");
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ApiProblemsTests), body, StringComparison.Ordinal);
        Assert.Contains("inner secret", logs.Text, StringComparison.Ordinal);
        Assert.Contains(nameof(ApiProblemsTests), logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_cannot_be_kept_is_answered_503_and_not_made()
    {
        service.Control.Write(change => Statement.Once(change.Connection, "ALTER TABLE audit RENAME TO elsewhere"));
        using var answer = await service.Get("/api/v1/control");
        var body = await Expect(answer, 503, "Nothing was changed: SQLite Error 1: 'no such table: audit'.");
        Assert.DoesNotContain(fixture.Root, body, StringComparison.Ordinal);
        Assert.Empty(service.Control.Entries("zone"));
    }

    private static async Task<string> Expect(HttpResponseMessage answer, int status, string detail)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal((status, detail), ((int)problem["status"]!, problem["detail"]?.ToString()));
        Assert.NotEmpty(problem["title"]!.ToString());
        return body;
    }

    private sealed record Body(int Number);
}
