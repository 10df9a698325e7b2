using System.Net;
using System.Net.Sockets;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Settings;

public sealed class StartTests
{
    [Fact]
    public void The_command_line_is_above_the_file_and_the_file_above_the_defaults()
    {
        using var service = new ConfiguredService("""{ "Sample": { "MaxPages": 7, "Heartbeat": "00:00:07" } }""", "--Sample:MaxPages=8").Started();
        var options = service.Live<SampleOptions>().Value;
        Assert.Equal((8, 7, true), (options.MaxPages, options.Heartbeat.TotalSeconds, options.Enabled));
        Assert.Equal("http://127.0.0.1:8080", service.Configuration["Urls"]);
    }

    [Fact]
    public void Errors_of_all_sections_are_named_at_once_each_with_its_place()
    {
        using var service = new ConfiguredService(
            "{\n \"Sample\": { \"MaxPages\": 0 },\n \"Other\": { \"MaxRefreshes\": \"s3cret\" }\n}", "--Sample:Day=never");
        var wrong = Assert.Throws<SettingsException>(() => service.Started());
        Assert.Equal(
            [
                "Other:MaxRefreshes must be a whole number.",
                "Sample:Day must be one of sunday, monday, tuesday, wednesday, thursday, friday, saturday.",
            ],
            wrong.Errors.Select(error => error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..]).Order(StringComparer.Ordinal));
        Assert.Contains(wrong.Errors, error => error.StartsWith("command line: Sample:Day ", StringComparison.Ordinal));
        Assert.Contains(wrong.Errors, error => error.Contains("cometadtag.json, line 3: Other:MaxRefreshes ", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_are_not_to_be_had_while_anything_is_wrong()
    {
        using var service = new ConfiguredService("""{ "Other": { "MaxRefreshes": 11 } }""");
        Assert.Throws<SettingsException>(service.Live<SampleOptions>);
    }

    [Fact]
    public void Misspelt_keys_and_sections_are_named_in_the_log()
    {
        using var service = new ConfiguredService("{\n\"Sampel\": { \"MaxPages\": 7 },\n\"Sample\": { \"MaxPags\": 8 },\n\"Logging\": {} }").Started();
        var warnings = service.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.Contains("line 2: Sampel is not known", warnings[0], StringComparison.Ordinal);
        Assert.Contains("line 3: Sample:MaxPags is not known", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_in_a_sentence_and_the_program_ends_with_code_1()
    {
        using var folder = new TempFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (exitCode, output) = await Tool.Run(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), $"--Urls=http://{other.LocalEndpoint}"], folder: folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains($"CometAdTag cannot start: Failed to bind to address http://{other.LocalEndpoint}: address already in use.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"Data\": \"Path\": 1\n}", "config/cometadtag.json, line 2, character")]
    [InlineData("{\n  \"Data\": { \"Path\": \"\" }\n}", "config/cometadtag.json, line 2: Data:Path must be given.")]
    public async Task The_program_says_what_is_wrong_and_ends_with_code_1(string file, string named)
    {
        using var folder = new TempFolder();
        folder.File("config/cometadtag.json", file);
        var (exitCode, output) = await Tool.Run(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "CometAdTag.Service.dll"), "--Urls=http://127.0.0.1:0"], folder: folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
