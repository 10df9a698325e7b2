using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace CometAdTag.Service.Settings;

/// <summary>Where settings come from: defaults, then config/cometadtag.json, then environment, then command line.</summary>
internal static class SettingsFeature
{
    private static readonly KeyValuePair<string, string?>[] Defaults =
    [
        new("Urls", "http://127.0.0.1:8080"),
        new("Logging:LogLevel:Default", "Information"),
        // Both log every request with its whole url
        new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
        new("Logging:LogLevel:System.Net.Http", "Warning"),
    ];

    /// <summary>The file of the working directory wins over the one beside the program.</summary>
    public static WebApplicationBuilder AddSettings(this WebApplicationBuilder builder) =>
        builder.AddSettings(new SettingsFile(Environment.CurrentDirectory, AppContext.BaseDirectory));

    public static WebApplicationBuilder AddSettings(this WebApplicationBuilder builder, SettingsFile file)
    {
        var sources = builder.Configuration.Sources;
        foreach (var appsettings in sources.OfType<JsonConfigurationSource>().ToList()) sources.Remove(appsettings);
        sources.Insert(0, file);
        sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Services.AddSingleton(_ => file);
        builder.Services.AddSingleton<SettingsCheck>();
        builder.AddLiveOptions<DataOptions>("Data");
        builder.Services.AddSingleton(services => new DataFolder(services.GetRequiredService<Live<DataOptions>>().Value.Path));
        builder.Services.AddSingleton<ControlFile>();
        return builder;
    }

    /// <summary>Makes a section available as <see cref="Live{T}"/>: defaults in the class, rules as annotations or IValidatableObject.</summary>
    public static WebApplicationBuilder AddLiveOptions<T>(this WebApplicationBuilder builder, string section) where T : class, new()
    {
        var live = new Live<T>();
        builder.Services.AddSingleton(new SettingsSection(section, typeof(T), options => live.Replace((T)options)));
        builder.Services.AddSingleton(services =>
        {
            services.GetRequiredService<SettingsCheck>().Start();
            return live;
        });
        return builder;
    }

    /// <summary>Adds a rule between two sections, checked with them at start and on each change of the file.</summary>
    public static WebApplicationBuilder AddSettingsRule<TOne, TOther>(this WebApplicationBuilder builder, string key, Func<TOne, TOther, string?> broken)
    {
        builder.Services.AddSingleton(new SettingsRule(key, options => broken((TOne)options(typeof(TOne)), (TOther)options(typeof(TOther)))));
        return builder;
    }

    /// <summary>Checks everything before anything starts, and follows the file from now on.</summary>
    public static WebApplication UseSettings(this WebApplication app)
    {
        app.Services.GetRequiredService<SettingsCheck>().Start();
        return app;
    }
}
