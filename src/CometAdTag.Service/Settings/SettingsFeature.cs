namespace CometAdTag.Service.Settings;

/// <summary>Where settings come from, and the folder for what must last.</summary>
internal static class SettingsFeature
{
    public static WebApplicationBuilder AddSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => new DataFolder(services.GetRequiredService<IConfiguration>()["Data:Path"] ?? "data"));
        return builder;
    }
}
