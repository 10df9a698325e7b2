using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CometAdTag.Service.Tests.Access;

public sealed partial class ApiDescriptionTests : IAsyncLifetime
{
    private readonly RunningService service = RunningService.Start();
    private JsonNode document = null!;

    public async Task InitializeAsync()
    {
        using var client = new HttpClient();
        document = JsonNode.Parse(await client.GetStringAsync(new Uri(service.Address, "/openapi/v1.json")))!;
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public void It_describes_every_endpoint_of_the_server_API_and_nothing_else()
    {
        var there = ApiEndpoints.Of(service.Services).Select(endpoint => $"{endpoint.Method} {endpoint.Path}");
        Assert.Equal(there.Order(StringComparer.Ordinal), Operations().Select(each => each.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_endpoint_says_what_it_does_its_roles_and_its_answers() => Assert.All(Operations(), each =>
    {
        var (name, operation) = each;
        Assert.False(string.IsNullOrEmpty(operation["summary"]?.ToString()), $"{name} has no summary");
        Assert.Matches(@"Roles: [a-z]+(, [a-z]+)*\.$", operation["description"]?.ToString() ?? name);
        Assert.NotNull(operation["security"]?[0]?["bearer"]);
        var answers = operation["responses"]!.AsObject();
        Assert.Contains(answers, answer => answer.Key.StartsWith('2'));
        foreach (var status in (string[])["401", "403", "429", "500"])
            Assert.True(answers[status]?["content"]?["application/problem+json"] is not null, $"{name} does not describe {status}");
    });

    [Fact]
    public void Every_parameter_of_a_path_is_described() => Assert.All(Operations(), each =>
        Assert.Equal(
            Placeholder().Matches(each.Name).Select(match => match.Groups["name"].Value),
            Parameters(each.Operation, "path")));

    [Theory]
    [InlineData("GET /api/v1/report", "from", "to", "by", "timeZone", "format")]
    [InlineData("GET /api/v1/report/holdout", "from", "to", "website", "timeZone", "format")]
    [InlineData("GET /api/v1/report/reconciliation", "from", "to", "by", "timeZone", "format")]
    [InlineData("GET /api/v1/audit", "from", "to", "limit", "before")]
    public void What_can_be_asked_is_described(string name, params string[] parameters) =>
        Assert.Equal(parameters, Parameters(Operations().Single(each => each.Name == name).Operation, "query"));

    [Fact]
    public void The_key_is_sent_as_a_bearer_token()
    {
        var scheme = document["components"]!["securitySchemes"]!["bearer"]!;
        Assert.Equal(("http", "bearer"), (scheme["type"]!.ToString(), scheme["scheme"]!.ToString()));
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = Reference().Matches(document.ToJsonString()).Select(match => match.Groups["path"].Value).Distinct().ToList();
        Assert.NotEmpty(references);
        Assert.All(references, path => Assert.NotNull(path.Split('/').Aggregate<string, JsonNode?>(document, (node, name) => node?[name])));
    }

    private List<(string Name, JsonNode Operation)> Operations() =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!),
    ];

    private static IEnumerable<string> Parameters(JsonNode operation, string place) =>
        from parameter in operation["parameters"]?.AsArray() ?? []
        where parameter!["in"]!.ToString() == place
        select parameter["name"]!.ToString();

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"#/(?<path>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
