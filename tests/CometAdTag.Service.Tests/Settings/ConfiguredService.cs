using System.Collections.Concurrent;
using CometAdTag.Service.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CometAdTag.Service.Tests.Settings;

/// <summary>A host with a settings file of its own, whose log can be waited for.</summary>
internal sealed class ConfiguredService : ILoggerProvider, ILogger
{
    private readonly TempFolder folder = new();
    private readonly SemaphoreSlim written = new(0);
    private WebApplication? app;

    public ConfiguredService(string file, params string[] arguments)
    {
        Write(file);
        var builder = WebApplication.CreateBuilder(arguments);
        builder.Logging.ClearProviders().AddProvider(this);
        builder.AddSettings(new SettingsFile(folder.Path));
        builder.AddLiveOptions<SampleOptions>("Sample");
        builder.AddLiveOptions<SampleZone>("Other");
        app = builder.Build();
    }

    public ConcurrentQueue<string> Lines { get; } = new();

    public IConfiguration Configuration => app!.Configuration;

    public Live<T> Live<T>() where T : class => app!.Services.GetRequiredService<Live<T>>();

    public ConfiguredService Started()
    {
        app!.UseSettings();
        return this;
    }

    /// <summary>Replaces the file at once, as a rename does; null takes it away.</summary>
    public void Write(string? text)
    {
        var path = Path.Combine(folder.Path, "config", "cometadtag.json");
        if (text is null) File.Delete(path);
        else File.Move(folder.File("new.json", text), Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName + "/cometadtag.json", overwrite: true);
    }

    /// <summary>Waits until the log has said this, in 20 s at most.</summary>
    public async Task Said(string part)
    {
        while (!Lines.Any(line => line.Contains(part, StringComparison.Ordinal)))
            Assert.True(await written.WaitAsync(TimeSpan.FromSeconds(20)), $"The log never said: {part}\n{string.Join('\n', Lines)}");
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
        written.Release();
    }

    public void Dispose()
    {
        var host = Interlocked.Exchange(ref app, null);
        (host as IDisposable)?.Dispose();
        if (host is not null) folder.Dispose();
    }
}
