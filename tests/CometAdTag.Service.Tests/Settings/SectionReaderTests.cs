using CometAdTag.Service.Settings;
using Microsoft.Extensions.Configuration;

namespace CometAdTag.Service.Tests.Settings;

public sealed class SectionReaderTests
{
    [Fact]
    public void Nothing_given_is_the_defaults()
    {
        var (options, errors, unknown) = Read();
        Assert.Equal((20, 100), (options!.Heartbeat.TotalSeconds, options.MaxPages));
        Assert.Empty(errors);
        Assert.Empty(unknown);
    }

    [Fact]
    public void What_is_given_is_read_in_any_case()
    {
        var (options, _, _) = Read(
            "heartbeat=00:00:05", "MaxPages=7", "Share=0.5", "enabled=False", "Day=friday", "Password=x", "Origins:0=https://a.example", "Zones:5:maxRefreshes=3");
        Assert.Equal((5, 7, 0.5, false, DayOfWeek.Friday, "x"), (options!.Heartbeat.TotalSeconds, options.MaxPages, options.Share, options.Enabled, options.Day, options.Password));
        Assert.Equal(["https://a.example"], options.Origins);
        Assert.Equal(3, options.Zones["5"].MaxRefreshes);
    }

    [Theory]
    [InlineData("Heartbeat=30", "Sample:Heartbeat must be a time such as 00:00:30 (hours, minutes, seconds; 1.00:00:00 is a day).")]
    [InlineData("Heartbeat=24:00:00", "Sample:Heartbeat must be a time such as 00:00:30 (hours, minutes, seconds; 1.00:00:00 is a day).")]
    [InlineData("Heartbeat=", "Sample:Heartbeat must be a time such as 00:00:30 (hours, minutes, seconds; 1.00:00:00 is a day).")]
    [InlineData("Heartbeat=00:00:00", "Sample:Heartbeat must be between 00:00:01 and 01:00:00.")]
    [InlineData("Heartbeat=1.00:00:00", "Sample:Heartbeat must be between 00:00:01 and 01:00:00.")]
    [InlineData("MaxPages=many", "Sample:MaxPages must be a whole number.")]
    [InlineData("MaxPages=1.5", "Sample:MaxPages must be a whole number.")]
    [InlineData("MaxPages=0", "Sample:MaxPages must be between 1 and 1000.")]
    [InlineData("Share=half", "Sample:Share must be a number.")]
    [InlineData("Enabled=yes", "Sample:Enabled must be true or false.")]
    [InlineData("Day=someday", "Sample:Day must be one of sunday, monday, tuesday, wednesday, thursday, friday, saturday.")]
    [InlineData("Day=99", "Sample:Day must be one of sunday, monday, tuesday, wednesday, thursday, friday, saturday.")]
    [InlineData("Origins=https://a.example", "Sample:Origins must be a list: Sample:Origins:0 is its first value.")]
    [InlineData("Zones:5=3", "Sample:Zones:5 must be a group of settings, not one value.")]
    [InlineData("Zones:5:MaxRefreshes=11", "Sample:Zones:5:MaxRefreshes must be between 0 and 10.")]
    [InlineData("Password=s3cret", "Sample:Origins must name an origin.")]
    public void What_is_wrong_is_named_by_its_key_and_by_what_it_must_be(string setting, string error)
    {
        var (options, errors, _) = Read(setting);
        Assert.Null(options);
        Assert.Equal([error], errors);
    }

    [Fact]
    public void All_that_is_wrong_is_named_at_once() =>
        Assert.Equal(3, Read("Heartbeat=x", "MaxPages=x", "Zones:5:MaxRefreshes=x").Errors.Count);

    [Fact]
    public void A_value_is_never_repeated() =>
        Assert.DoesNotContain(Read("MaxPages=s3cret", "Day=s3cret", "Heartbeat=s3cret", "Zones:1=s3cret").Errors, error => error.Contains("s3cret", StringComparison.Ordinal));

    [Fact]
    public void Keys_that_no_option_has_are_named_and_change_nothing()
    {
        var (options, errors, unknown) = Read("Heartbeet=x", "Zones:5:Interval=x", "MaxPages=7", "Origins:0:Name=x");
        Assert.Equal(7, options!.MaxPages);
        Assert.Empty(errors);
        Assert.Equal(["Sample:Heartbeet", "Sample:Origins:0:Name", "Sample:Zones:5:Interval"], unknown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_section_within_a_section_is_known() =>
        Assert.Empty(Read("Inner:Deeper:Key=x").Unknown);

    private static (SampleOptions? Options, List<string> Errors, List<string> Unknown) Read(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => "Sample:" + pair[0], pair => (string?)pair[1]))
            .Build();
        var reader = new SectionReader(configuration, ["Sample", "Sample:Inner:Deeper"]);
        var options = (SampleOptions?)reader.Read(new SettingsSection("Sample", typeof(SampleOptions), _ => { }));
        return (options, [.. reader.Errors.Select(error => $"{error.Key} {error.Error}")], reader.Unknown);
    }
}
