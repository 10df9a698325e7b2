using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CometAdTag.Service.Tests.Access;

/// <summary>Every endpoint of the server API by every role and by none, expecting exactly what the table in config/README.md says.</summary>
public sealed partial class RolesTableTests : IAsyncLifetime
{
    private static readonly string[] Roles = ["viewer", "adops", "publisher", "adserver", "admin"];

    private readonly List<(string Method, string Path, string[] Roles)> table = [.. Table()];
    private RunningService service = null!;

    public Task InitializeAsync()
    {
        service = RunningService.Start(null, [.. Roles.Index().SelectMany(role => Key(role.Index, role.Item))]);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public void The_table_has_every_endpoint_and_no_other() => Assert.Equal(
        ApiEndpoints.Of(service.Services).Select(endpoint => Named(endpoint.Method, endpoint.Path)).Order(StringComparer.Ordinal),
        table.Select(row => Named(row.Method, row.Path.Split('?')[0])).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(null)]
    [InlineData("viewer")]
    [InlineData("adops")]
    [InlineData("publisher")]
    [InlineData("adserver")]
    [InlineData("admin")]
    public async Task An_endpoint_opens_to_the_roles_of_its_row_and_to_nobody_else(string? role)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        if (role is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", role);
        Assert.NotEmpty(table);
        foreach (var row in table)
        {
            var answer = await Ask(client, row.Method, Placeholder().Replace(row.Path, "5"));
            Assert.Equal((row.Method, row.Path, Expected(row.Roles, role)), (row.Method, row.Path, answer));
        }
    }

    private static string Expected(string[] roles, string? role) =>
        role is null ? "needs a key" : roles.Contains(role) ? "open" : "closed";

    /// <summary>What is wrong with the request itself is said only to those who may make it.</summary>
    private static async Task<string> Ask(HttpClient client, string method, string path)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(new(method), path) { Content = method is "POST" or "PUT" ? body : null };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "needs a key",
            HttpStatusCode.Forbidden => "closed",
            _ when answer.IsSuccessStatusCode => "open",
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict => "open",
            _ => $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}",
        };
    }

    private static IEnumerable<(string, string, string[])> Table() =>
        from line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "config", "README.md"))
            .SkipWhile(line => line != "## Server API: keys and roles").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        let row = Row().Match(line)
        where row.Success
        from method in row.Groups["methods"].Value.Split(", ")
        select (method, row.Groups["path"].Value, row.Groups["roles"].Value.Split(", "));

    private static string Named(string method, string path) => $"{method} {Placeholder().Replace(path, "{}")}";

    private static (string, string)[] Key(int place, string role) =>
    [
        ($"Access:Keys:{place}:Name", $"the {role}"), ($"Access:Keys:{place}:Role", role),
        ($"Access:Keys:{place}:Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(role)))),
    ];

    [GeneratedRegex(@"^\| `(?<methods>[A-Z, ]+) (?<path>/api/[^` ]+)` \| (?<roles>[a-z, ]+) \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
