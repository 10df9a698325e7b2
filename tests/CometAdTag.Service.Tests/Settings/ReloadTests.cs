using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Settings;

public sealed class ReloadTests
{
    private const string First = """{ "Sample": { "MaxPages": 7 }, "Other": { "MaxRefreshes": 1 } }""";

    [Fact]
    public async Task A_changed_file_takes_effect_and_tells_only_whom_it_concerns()
    {
        using var service = new ConfiguredService(First).Started();
        List<int> told = [];
        using var sample = service.Live<SampleOptions>().OnChange(options => told.Add(options.MaxPages));
        using var other = service.Live<SampleZone>().OnChange(_ => told.Add(-1));

        service.Write("""{ "Sample": { "MaxPages": 8 }, "Other": { "MaxRefreshes": 1 } }""");
        await service.Said("is in effect");

        Assert.Equal(8, service.Live<SampleOptions>().Value.MaxPages);
        Assert.Equal("8", service.Configuration["Sample:MaxPages"]);
        Assert.Equal([8], told);
    }

    [Theory]
    [InlineData("""{ "Sample": { "MaxPages": 8 """, "line 1, character")]
    [InlineData("{ \"Other\": { \"MaxRefreshes\": 2 },\n \"Sample\": { \"MaxPages\": 0 } }", "line 2: Sample:MaxPages must be between 1 and 1000.")]
    [InlineData(null, "cannot be read")]
    public async Task A_file_that_is_not_wholly_valid_is_refused_by_name_and_changes_nothing(string? file, string named)
    {
        using var service = new ConfiguredService(First).Started();
        var told = false;
        using var sample = service.Live<SampleOptions>().OnChange(_ => told = true);
        using var other = service.Live<SampleZone>().OnChange(_ => told = true);

        service.Write(file);
        await service.Said("is refused, the settings in use stay");

        Assert.Contains(service.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(named, StringComparison.Ordinal));
        Assert.Equal((7, 1), (service.Live<SampleOptions>().Value.MaxPages, service.Live<SampleZone>().Value.MaxRefreshes));
        Assert.Equal("7", service.Configuration["Sample:MaxPages"]);
        Assert.Equal("1", service.Configuration["Other:MaxRefreshes"]);
        Assert.False(told);

        service.Write("""{ "Sample": { "MaxPages": 9 } }""");
        await service.Said("is in effect");
        Assert.Equal(9, service.Live<SampleOptions>().Value.MaxPages);
    }

    [Fact]
    public async Task What_the_command_line_says_stays_above_a_changed_file()
    {
        using var service = new ConfiguredService(First, "--Sample:MaxPages=5").Started();
        service.Write("""{ "Sample": { "MaxPages": 8, "Enabled": false } }""");
        await service.Said("is in effect");
        Assert.Equal((5, false), (service.Live<SampleOptions>().Value.MaxPages, service.Live<SampleOptions>().Value.Enabled));
    }

    [Fact]
    public async Task A_listener_that_fails_is_logged_and_ends_nothing()
    {
        using var service = new ConfiguredService(First).Started();
        using var failing = service.Live<SampleOptions>().OnChange(_ => throw new InvalidOperationException("no"));
        service.Write("""{ "Sample": { "MaxPages": 8 } }""");
        await service.Said("not everything could follow");
        Assert.Equal(8, service.Live<SampleOptions>().Value.MaxPages);
    }
}
