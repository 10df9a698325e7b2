using CometAdTag.Service.Access;
using CometAdTag.Service.AdServer;
using CometAdTag.Service.Pages;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;

namespace CometAdTag.Service.Push;

/// <summary>How the service is doing, at a glance.</summary>
internal static class StatusEndpoint
{
    public static void MapStatus(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/status", Status).RequireRole(Role.Viewer)
            .WithSummary("Nodes, pages, age of the campaigns, state of the ad server's circuit, what was handed over to it, lag of the ledger.").Produces<ServiceStatus>();

    private static ServiceStatus Status(
        OpenPages pages, Snapshots snapshots, Ledger.Ledger ledger, SourceAtStart source, Live<AdServerOptions> adServer, StatisticsJournal journal,
        Withdrawals withdrawals, Instruments instruments)
    {
        var now = snapshots.Current;
        var campaigns = new CampaignStatus(
            source.Name, snapshots.PulledAt, snapshots.Age?.TotalSeconds, snapshots.IsTooOld && !source.IsDelegated, instruments.CircuitOf(source.Name),
            now.Zones.Count, now.Campaigns.Count, now.Creatives.Count);
        var node = new NodeStatus(Environment.MachineName, pages.Count, instruments.OpenSlots, new(ledger.Writable, ledger.Waiting));
        return new([node], node.Pages, campaigns, StatisticsStatus.Of(adServer.Value.Statistics.Way, ledger.HandOver, journal, instruments), withdrawals.All.Count());
    }
}

/// <summary>All nodes together.</summary>
internal sealed record ServiceStatus(NodeStatus[] Nodes, int Pages, CampaignStatus Campaigns, StatisticsStatus Statistics, int Withdrawals);

/// <summary>One node: the pages and slots connected to it, and its ledger.</summary>
internal sealed record NodeStatus(string Name, int Pages, int Slots, LedgerStatus Ledger);

/// <summary>Lag: rows that wait to be written.</summary>
internal sealed record LedgerStatus(bool Writable, int Lag);

/// <summary>The campaigns that are served, their age in seconds since the ad server last confirmed them, and the circuit: closed, half_open or open.</summary>
internal sealed record CampaignStatus(
    string Source, DateTimeOffset? PulledAt, double? Age, bool TooOld, string Circuit, int Zones, int Campaigns, int Creatives);
