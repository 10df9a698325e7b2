using System.Net;
using System.Text.Json.Nodes;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Access;

public sealed class AuditTests : IAsyncLifetime
{
    private readonly LedgerFixture fixture = new();
    private ApiService service = null!;

    public async Task InitializeAsync()
    {
        service = await ApiService.Start(fixture);
        for (var i = 1; i <= 5; i++)
        {
            service.Control.Change("anna (adops)", "zone refresh set", "zone", "5", $$"""{"interval":{{i}}}""");
            fixture.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public async Task DisposeAsync()
    {
        await service.DisposeAsync();
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task It_says_who_changed_what_when_and_the_values_before_and_after()
    {
        var newest = (await Audit("limit=1"))["entries"]![0]!;
        Assert.True(JsonNode.DeepEquals(newest, JsonNode.Parse("""
            {"id":"5","at":"2026-11-22T12:04:30+00:00","who":"anna (adops)","what":"zone refresh set","subject":"5",
             "before":{"interval":4},"after":{"interval":5}}
            """)), newest.ToJsonString());
        var first = (await Audit(""))["entries"]![4]!;
        Assert.Null(first["before"]);
    }

    [Theory]
    [InlineData("", "5,4,3,2,1", null)]
    [InlineData("limit=5", "5,4,3,2,1", null)]
    [InlineData("limit=2", "5,4", "4")]
    [InlineData("limit=2&before=4", "3,2", "2")]
    [InlineData("limit=2&before=2", "1", null)]
    [InlineData("before=1", "", null)]
    [InlineData("from=2026-11-22T12:02:30Z", "5,4,3", null)]
    [InlineData("to=2026-11-22T12:02:30Z", "2,1", null)]
    [InlineData("from=2026-11-22T12:01:30Z&to=2026-11-22T12:03:30Z&limit=1", "3", "3")]
    [InlineData("from=2026-11-23", "", null)]
    public async Task It_is_read_newest_first_a_page_at_a_time(string query, string ids, string? before)
    {
        var page = await Audit(query);
        Assert.Equal(ids, string.Join(',', page["entries"]!.AsArray().Select(entry => entry!["id"]!.ToString())));
        Assert.Equal(before, page["before"]?.ToString());
    }

    [Theory]
    [InlineData("limit=0", "limit", "'0' is no whole number from 1 to 1000.")]
    [InlineData("limit=1001", "limit", "'1001' is no whole number from 1 to 1000.")]
    [InlineData("limit=-1", "limit", "'-1' is no whole number from 1 to 1000.")]
    [InlineData("before=x", "before", "'x' is no whole number from 1 to 9223372036854775807.")]
    [InlineData("from=yesterday", "from", "'yesterday' is no ISO 8601 time")]
    [InlineData("from=2026-11-22&to=2026-11-22", "from", "from must be before to")]
    [InlineData("who=anna", "who", "There is no parameter 'who'; allowed are from, to, limit, before.")]
    public async Task A_wrong_parameter_is_named(string query, string parameter, string why)
    {
        using var answer = await service.Get($"/api/v1/audit?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal([parameter], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.StartsWith(why, problem["errors"]![parameter]![0]!.ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonObject> Audit(string query)
    {
        using var answer = await service.Get($"/api/v1/audit?{query}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
