using CometAdTag.Service;
using CometAdTag.Service.Access;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Demo;
using CometAdTag.Service.Doctor;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Push;
using CometAdTag.Service.Reports;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Sockets;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Traffic;
using Microsoft.AspNetCore.Connections;

try
{
    if (KeysCommand.Is(args)) return await KeysCommand.Run(args, Console.Out, Console.Error);
    if (DoctorCommand.Is(args)) return await DoctorCommand.Run(args, TimeProvider.System, Console.Out, Console.Error, CancellationToken.None);
    // What it would watch is the whole working directory, where the ledger writes; our own settings file is followed apart
    var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(_ => new Chance());
    builder.Services.AddSingleton<Urgency>();
    builder.AddSettings();
    builder.AddTelemetry();
    builder.AddAccess();
    builder.AddAdServer();
    builder.AddLedger();
    builder.AddStatistics();
    builder.AddReports();
    builder.AddReconciliation();
    builder.AddDemo();
    builder.AddTraffic();
    builder.AddPages();
    builder.AddSockets();
    builder.AddPush();

    var app = builder.Build();
    app.UseSettings();
    app.UseAdServer();
    app.UseStatistics();
    app.UsePages();
    app.UseCreativeHosts();
    app.UseAccess();
    app.MapTag();
    app.MapPages();
    app.MapPush();
    app.MapAccess();
    app.MapReport();
    app.MapReconciliation();
    app.MapDemo();
    app.MapTelemetry();
    await app.RunAsync();
    return 0;
}
catch (SettingsException wrong)
{
    return wrong.Explain();
}
catch (IOException bound) when (bound.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"CometAdTag cannot start: {bound.Message} Let Urls (or Telemetry:Urls) name another one, or stop what listens there.");
    return 1;
}
catch (LedgerUnavailableException ledger)
{
    await Console.Error.WriteLineAsync($"CometAdTag cannot start: {ledger.Message}");
    return 1;
}
