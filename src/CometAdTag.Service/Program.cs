using CometAdTag.Service;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(_ => new Chance());
    builder.AddSettings();
    builder.AddTelemetry();

    var app = builder.Build();
    app.UseSettings();
    app.MapTelemetry();
    await app.RunAsync();
    return 0;
}
catch (SettingsException wrong)
{
    return wrong.Explain();
}
