using System.Net;
using CometAdTag.Service.Access;
using CometAdTag.Service.Tests.Ledger;

namespace CometAdTag.Service.Tests.Access;

public sealed class KeysCommandTests : IAsyncLifetime
{
    private const string Report = "/api/v1/report";
    private readonly LedgerFixture fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.DisposeAsync();

    [Fact]
    public async Task A_key_that_is_added_opens_a_running_service_within_a_second_and_one_that_is_revoked_no_longer()
    {
        await using var service = await ApiService.Start(fixture);
        using (var before = await service.Get(Report)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        service.Use(await Add("anna", "viewer"));
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        using (var added = await service.Get(Report)) Assert.Equal(HttpStatusCode.OK, added.StatusCode);

        Assert.Equal((0, "The key of anna is revoked.\n", ""), await Run("revoke", "anna"));
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        using (var revoked = await service.Get(Report)) Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
    }

    [Fact]
    public async Task A_key_may_what_its_role_may_stays_over_a_restart_and_leaves_the_admin_key_alone()
    {
        var key = await Add("the shop", "publisher");
        await using var service = await ApiService.Start(fixture);
        using (var admin = await service.Get(Report)) Assert.Equal(HttpStatusCode.OK, admin.StatusCode);
        service.Use(key);

        using var answer = await service.Get(Report);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("the role publisher may not do this", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_new_key_alone_is_written_to_standard_output_and_kept_nowhere()
    {
        var (code, output, errors) = await Run("add", "anna", "adops");

        Assert.Equal(0, code);
        Assert.Matches("^comet_[A-Za-z0-9_-]{43}\n$", output);
        Assert.Contains("The key of anna with the role adops", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(output.Trim(), errors, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(fixture.Root, "control.db*"))
            Assert.DoesNotContain(output.Trim(), await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_whose_keys_there_are_and_never_a_key()
    {
        var key = await Add("anna", "adops");
        var (code, output, _) = await Run("list");
        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches("^admin.key +admin +first start$", lines[0]);
        Assert.Matches("^anna +adops +added [0-9-]{10} [0-9:]{5}Z$", lines[1]);
        Assert.DoesNotContain(key, output, StringComparison.Ordinal);

        (_, output, _) = await Run(["list", .. Setting("bert")]);
        Assert.Matches("^bert +viewer +settings\nanna +adops +added ", output);
    }

    [Theory]
    [InlineData("There is a key of Anna already; revoke it first, or take another name.", "add", "Anna", "viewer")]
    [InlineData("There is a key of Bert in the settings; take another name.", "add", "Bert", "viewer")]
    [InlineData("Admin.key is a name of the service's own; take another.", "add", "Admin.key", "viewer")]
    [InlineData("command is a name of the service's own; take another.", "add", "command", "viewer")]
    [InlineData("NAME must have 1 to 64 characters.", "add", "", "viewer")]
    [InlineData("NAME must have 1 to 64 characters.", "add", "12345678901234567890123456789012345678901234567890123456789012345", "viewer")]
    [InlineData("NAME must have no control characters, and no white space at its ends.", "add", "a\nb", "viewer")]
    [InlineData("NAME must have no control characters, and no white space at its ends.", "add", " a", "viewer")]
    [InlineData("There is no role boss; ROLE is one of viewer, adops, publisher, adserver, admin.", "add", "carl", "boss")]
    [InlineData("There is no role 4; ROLE is one of viewer, adops, publisher, adserver, admin.", "add", "carl", "4")]
    [InlineData("bert is a key of the settings: take it out of Access:Keys.", "revoke", "bert")]
    [InlineData("admin.key opens nothing as soon as Access:Keys has a key; delete the file, and the next start makes another one.", "revoke", "admin.key")]
    public async Task What_cannot_be_done_is_said_and_changes_nothing(string why, params string[] words)
    {
        await Add("anna", "adops");
        var before = await Run("list");

        Assert.Equal((1, "", why + "\n"), await Run([.. words, .. Setting("bert")]));

        Assert.Equal(before, await Run("list"));
    }

    [Fact]
    public async Task A_key_that_nobody_has_cannot_be_revoked() =>
        Assert.Equal((1, "", $"There is no key of carl in {Path.Combine(fixture.Root, "control.db")}.\n"), await Run("revoke", "carl"));

    [Theory]
    [InlineData("Say what to do with the keys.")]
    [InlineData("Not understood: keys add anna", "add", "anna")]
    [InlineData("Not understood: keys list all", "list", "all")]
    [InlineData("Not understood: keys list --all", "list", "--all")]
    public async Task What_is_not_understood_is_answered_with_the_help(string why, params string[] words)
    {
        var (code, output, errors) = await Run(words);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(why + "\n\n", errors, StringComparison.Ordinal);
        Assert.EndsWith((await Run("--help")).Output, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_a_thousand_keys_at_most()
    {
        await using var service = await ApiService.Start(fixture);
        service.Control.Write(change =>
        {
            for (var i = 1; i < StoredKeys.Most; i++)
                Statement.Once(change.Connection, "INSERT INTO access_keys VALUES (?1, 'viewer', randomblob(32), 0)", $"key {i}");
            return 0;
        });
        await Add("the last", "viewer");
        Assert.Equal((1, "", "There are 1000 keys; revoke one first.\n"), await Run("add", "one more", "viewer"));
    }

    [Fact]
    public async Task The_program_itself_takes_the_command_and_starts_no_service()
    {
        var (code, output) = await Program("keys", "add", "anna", "adops");
        Assert.Equal(0, code);
        Assert.Matches("comet_[A-Za-z0-9_-]{43}\n", output);

        (code, output) = await Program("keys", "add", "anna", "adops");
        Assert.Equal((1, "There is a key of anna already; revoke it first, or take another name.\n"), (code, output));
    }

    private Task<(int ExitCode, string Output)> Program(params string[] words) => Tool.Run("dotnet",
        [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), .. words, $"--Data:Path={fixture.Root}"], folder: fixture.Root);

    private async Task<string> Add(string name, string role)
    {
        var (code, output, errors) = await Run("add", name, role);
        Assert.True(code == 0, errors);
        return output.Trim();
    }

    private async Task<(int Code, string Output, string Errors)> Run(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await KeysCommand.Run(["keys", .. words, $"--Data:Path={fixture.Root}"], output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    private static string[] Setting(string name) =>
        [$"--Access:Keys:0:Name={name}", "--Access:Keys:0:Role=viewer", $"--Access:Keys:0:Sha256={new string('0', 64)}"];
}
