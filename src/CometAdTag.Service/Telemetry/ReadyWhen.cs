namespace CometAdTag.Service.Telemetry;

/// <summary>One thing without which the service is not ready, by the name that /health/ready gives it.</summary>
internal sealed record ReadyWhen(string Name, Func<IServiceProvider, bool> IsThere);
