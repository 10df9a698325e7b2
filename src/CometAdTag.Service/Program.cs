using CometAdTag.Service;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(_ => new Chance());
builder.AddSettings();
builder.AddTelemetry();

var app = builder.Build();
await app.RunAsync();
