namespace CometAdTag.Benchmarks.Tests;

/// <summary>The load tool at a service that lets fewer in than come at once.</summary>
// One after the other: each of them takes a core of the machine
[Collection("load")]
public sealed class StormTests : IAsyncLifetime
{
    private const int HellosPerSecond = 50;

    private readonly LoadedService service = new(HellosPerSecond);

    public Task InitializeAsync() => service.Ready();

    public Task DisposeAsync()
    {
        service.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("stream")]
    public async Task Of_a_storm_those_are_refused_who_are_too_many_and_all_come_in_later_while_none_inside_is_lost(string transport)
    {
        var (exitCode, said) = await service.Load(HellosPerSecond / 2, "--transport", transport, "--storm", "200");

        Assert.True(exitCode == 0, said);
        Assert.Contains("| storm: pages that came in | 200 of 200 |", said, StringComparison.Ordinal);
        Assert.Matches(@"storm: refused, to come later \| [1-9]\d* \(overload ", said);
        Assert.Matches(@"storm: told to come again after \| p50 ", said);
        Assert.Contains("| storm: lost or closed meanwhile | 0; ", said, StringComparison.Ordinal);
        Assert.Matches(@"storm: lateness of the timer's pushes to those inside meanwhile \| p50 ", said);
    }
}
