namespace CometAdTag.Service.Tests;

/// <summary>One running service for all tests of a class that leave each other alone.</summary>
public sealed class SharedService : IAsyncLifetime
{
    internal RunningService Service { get; } = RunningService.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
