using System.Net;
using System.Security.Cryptography;
using System.Text;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Access;

public sealed class AccessTests : IAsyncLifetime
{
    private const string Report = "/api/v1/report";
    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task The_first_start_makes_an_admin_key_that_only_its_owner_may_read_and_later_starts_keep_it()
    {
        using var logs = new Logs();
        string key;
        await using (var service = await ApiService.Start(fixture, logs))
        {
            key = (await File.ReadAllTextAsync(service.KeyFile)).Trim();
            Assert.Matches("^comet_[A-Za-z0-9_-]{43}$", key);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(service.KeyFile).UnixFileMode);
            using var answer = await service.Get(Report);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(service.KeyFile, logs.Text, StringComparison.Ordinal);
        }
        await using (var again = await ApiService.Start(fixture, logs))
            Assert.Equal(key, (await File.ReadAllTextAsync(again.KeyFile)).Trim());
        Assert.DoesNotContain(key, logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "Bearer")]
    [InlineData("Basic YTpi", "Bearer error=\"invalid_token\"")]
    [InlineData("Bearer", "Bearer error=\"invalid_token\"")]
    [InlineData("Bearer comet_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Bearer error=\"invalid_token\"")]
    public async Task Without_a_known_key_the_answer_is_401(string? header, string challenge)
    {
        await using var service = await ApiService.Start(fixture);
        service.Client.DefaultRequestHeaders.Remove("Authorization");
        if (header is not null) service.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        using var answer = await service.Get(Report);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(challenge, answer.Headers.WwwAuthenticate.ToString());
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Contains("This needs a key.", body, StringComparison.Ordinal);
        Assert.DoesNotContain("comet_AAAA", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.OK)]
    [InlineData("adops", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    [InlineData("publisher", HttpStatusCode.Forbidden)]
    [InlineData("adserver", HttpStatusCode.Forbidden)]
    public async Task A_key_of_the_settings_may_what_its_role_may(string role, HttpStatusCode expected)
    {
        await using var service = await ApiService.Start(fixture, null,
            [.. Key(0, "other", "viewer", "comet_other"), .. Key(1, "mine", role, "comet_mine")]);
        service.Use("comet_mine");

        using var answer = await service.Get(Report);

        Assert.Equal(expected, answer.StatusCode);
        if (expected is HttpStatusCode.Forbidden)
            Assert.Contains($"the role {role} may not do this", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_keys_in_the_settings_no_admin_key_is_made_and_one_from_before_no_longer_opens()
    {
        string admin;
        await using (var before = await ApiService.Start(fixture)) admin = (await File.ReadAllTextAsync(before.KeyFile)).Trim();
        await using (var service = await ApiService.Start(fixture, null, Key(0, "mine", "admin", "comet_mine")))
        {
            service.Use(admin);
            using var answer = await service.Get(Report);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        await using var other = new LedgerFixture();
        await using var fresh = await ApiService.Start(other, null, Key(0, "mine", "admin", "comet_mine"));
        Assert.False(File.Exists(fresh.KeyFile));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_the_keys_is_named_and_stops_the_start()
    {
        var wrong = await Assert.ThrowsAsync<SettingsException>(() => ApiService.Start(fixture, null,
            "--Access:Keys:0:Role=boss", "--Access:Keys:0:Name=a", $"--Access:Keys:0:Sha256={Hash("a")}"));
        Assert.Equal(["command line: Access:Keys:0:Role must be one of viewer, adops, publisher, adserver, admin."], wrong.Errors);

        wrong = await Assert.ThrowsAsync<SettingsException>(() => ApiService.Start(fixture, null,
            [.. Key(0, "a", "viewer", "comet_a"), .. Key(1, "A", "viewer", "comet_a"), "--Access:Keys:2:Sha256=comet_secret"]));
        Assert.Equal(
            [
                "Access:Keys:2:Name must be given.",
                "Access:Keys:2:Role must be given.",
                "command line: Access:Keys:2:Sha256 must be the SHA-256 of the key: 64 hexadecimal digits.",
                "command line: Access:Keys:1:Name must differ from that of Access:Keys:0.",
                "command line: Access:Keys:1:Sha256 must differ from that of Access:Keys:0.",
            ],
            wrong.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("comet_short")]
    [InlineData("0123456789012345678901234567890123456789012345678")]
    public async Task A_damaged_admin_key_stops_the_start_and_is_not_replaced(string content)
    {
        var path = Path.Combine(fixture.Root, "admin.key");
        await File.WriteAllTextAsync(path, content);

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => ApiService.Start(fixture));

        Assert.StartsWith($"{path}: holds no admin key", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(path));
    }

    private static string[] Key(int place, string name, string role, string key) =>
        [$"--Access:Keys:{place}:Name={name}", $"--Access:Keys:{place}:Role={role}", $"--Access:Keys:{place}:Sha256={Hash(key)}"];

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
