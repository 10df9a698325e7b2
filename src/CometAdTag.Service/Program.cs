using CometAdTag.Service;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(_ => new Chance());

var app = builder.Build();
await app.RunAsync();
